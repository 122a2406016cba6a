import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.simulation.likelihood.tosses import Tosses, Unreadable, extended, read_tosses, without_last


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("HTTH", "HTTH"),
        ("htth", "HTTH"),
        ("1001", "HTTH"),
        ("正反反正", "HTTH"),
        ("H1正 t0反", "HHHTTT"),
        (" H, T，t、 h\t", "HTTH"),
        ("ＨＴ１０", "HTHT"),
        ("10", "HT"),
        ("", ""),
        (" , ", ""),
    ],
)
def test_runs(text, run):
    assert read_tosses(text) == Tosses(run.count("H"), len(run), run)


@pytest.mark.parametrize(
    ("text", "heads", "count"),
    [
        ("7/10", 7, 10),
        (" 7 / 10 ", 7, 10),
        ("7／10", 7, 10),
        ("n=10 k=7", 7, 10),
        ("N = 10, K = 7", 7, 10),
        ("k=7;n=10", 7, 10),
        ("k：7，n：10", 7, 10),
        ("1,000/2,000", 1000, 2000),
        ("0/0", 0, 0),
        ("1/1", 1, 1),
        ("1000000/1000000", 10**6, 10**6),
    ],
)
def test_counts(text, heads, count):
    tosses = read_tosses(text)
    assert (tosses.heads, tosses.tails, tosses.count, tosses.run) == (heads, count - heads, count, None)


@pytest.mark.parametrize(
    ("text", "reason", "sign", "place"),
    [
        ("HHXT", "sign", "X", 3),
        ("H T 2", "sign", "2", 5),  # places count the signs as typed, blanks too
        ("7/", "sign", "7", 1),
        ("n=10", "sign", "n", 1),
        ("正字", "sign", "字", 2),
        ("H\u200bT", "sign", "\u200b", 2),
        ("-1/2", "sign", "-", 1),
        ("11/10", "heads_above", "", 0),
        ("1/0", "heads_above", "", 0),
        ("1/1000001", "too_many", "", 0),
        ("1/" + "9" * 900, "too_many", "", 0),
        ("9" * 5000 + "/1", "sign", "9", 1),  # longer than Python turns into an integer
    ],
)
def test_what_cannot_be_read_is_named(text, reason, sign, place):
    with pytest.raises(Unreadable) as caught:
        read_tosses(text)
    assert (caught.value.reason, caught.value.entry, caught.value.place) == (reason, sign, place)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    refused = None
    try:
        tosses = read_tosses(text)
    except Unreadable as error:
        refused = error
    if refused is None:
        assert 0 <= tosses.heads <= tosses.count
    else:
        assert refused.entry == (text[refused.place - 1] if refused.place else "")


@given(st.text(alphabet="HT", max_size=50))
def test_what_is_written_reads_the_same(run):
    tosses = read_tosses(run)
    assert read_tosses(tosses.written) == tosses
    counts = f"{tosses.heads}/{tosses.count}"
    assert read_tosses(read_tosses(counts).written) == read_tosses(counts)


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("HT", "HTHT"),
        ("ht", "htht"),
        ("10", "1010"),
        ("正反", "正反正反"),
        ("HT10", "HT1010"),
        ("", "HT"),
        ("7/10", "8/12"),
        ("n=10 k=7", "8/12"),
    ],
)
def test_further_tosses_keep_the_readers_signs(text, longer):
    assert extended(text, [True, False]) == longer


@pytest.mark.parametrize(
    ("text", "shorter"),
    [("HTTH", "HTT"), ("1 0, 1", "1 0,"), ("正反", "正"), ("H", ""), ("", ""), ("7/10", "7/10"), ("H T , ", "H")],
)
def test_without_the_last_toss(text, shorter):
    assert without_last(text) == shorter


@given(st.text(alphabet="HTht10正反 ,", max_size=40), st.booleans())
def test_a_toss_added_and_taken_away_changes_no_toss(text, heads):
    longer = extended(text, [heads])
    assert read_tosses(longer).count == read_tosses(text).count + 1
    assert read_tosses(longer).heads == read_tosses(text).heads + heads
    assert read_tosses(without_last(longer)) == read_tosses(text)


def test_unreadable_texts_are_not_extended():
    with pytest.raises(Unreadable):
        extended("HXH", [True])
