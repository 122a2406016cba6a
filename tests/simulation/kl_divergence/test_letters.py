import math
import random
from collections import Counter

import mpmath
import numpy as np
import pytest
from scipy import stats

from core.data.letters import SAMPLES, sample
from core.simulation.kl_divergence.letters import (
    Letters,
    alphabet_of,
    count_letters,
    nearest_languages,
    price,
    sample_letters,
    shares,
)

HELD_OUT = {
    "en": (
        "We walked along the shore until the light was gone, and nobody wanted to be the first to turn back.",
        "My brother repairs old bicycles in a small workshop behind the station.",
        "The library opens at nine, but the children are already waiting on the steps with their books.",
    ),
    "de": (
        "Wir gingen am Strand entlang, bis das Licht fort war, und niemand wollte als Erster umkehren.",
        "Mein Bruder repariert alte Fahrräder in einer kleinen Werkstatt hinter dem Bahnhof.",
        "Die Bücherei öffnet um neun, aber die Kinder warten schon mit ihren Büchern auf der Treppe.",
    ),
    "fr": (
        "Nous avons marché le long de la mer jusqu'à la nuit, et personne ne voulait être le premier à rentrer.",
        "Mon frère répare de vieux vélos dans un petit atelier derrière la gare.",
        "La bibliothèque ouvre à neuf heures, mais les enfants attendent déjà sur les marches avec leurs livres.",
    ),
    "es": (
        "Caminamos por la orilla hasta que se fue la luz, y nadie quería ser el primero en volver.",
        "Mi hermano arregla bicicletas viejas en un pequeño taller detrás de la estación.",
        "La biblioteca abre a las nueve, pero los niños ya esperan en los escalones con sus libros.",
    ),
    "it": (
        "Abbiamo camminato lungo la riva finché la luce se n'è andata, e nessuno voleva tornare per primo.",
        "Mio fratello ripara vecchie biciclette in una piccola officina dietro la stazione.",
        "La biblioteca apre alle nove, ma i bambini aspettano già sui gradini con i loro libri.",
    ),
    "zh": (
        "我们沿着海边一直走到天黑，谁也不想第一个回头。",
        "我的弟弟在车站后面的小店里修理旧自行车。",
        "图书馆九点开门，孩子们已经拿着书在台阶上等了。",
    ),
}


def by_hand(text: str) -> Counter[str]:
    """The plain way, for texts that are already composed."""
    return Counter(letter for letter in text.casefold() if letter.isalpha())


def test_letters_are_counted_whatever_their_case_and_the_rest_is_counted_too() -> None:
    found = count_letters("Banana, 3 NUTS!")
    assert found.counts == {"b": 1, "a": 3, "n": 3, "u": 1, "t": 1, "s": 1}
    assert found.skipped == 5  # comma, two blanks, 3, !
    assert found.total == 10


@pytest.mark.parametrize(
    ("text", "counts", "skipped"),
    [
        ("e\u0301É", {"é": 2}, 0),  # composed, and folded
        ("Straße", {"s": 3, "t": 1, "r": 1, "a": 1, "e": 1}, 0),
        ("市场 市", {"市": 2, "场": 1}, 1),
        ("a😀👨‍👩‍👧b", {"a": 1, "b": 1}, 6),
        ("Ωа한", {"ω": 1, "а": 1, "한": 1}, 0),  # mixed scripts
        ("0123", {}, 4),
        ("", {}, 0),
        ("\ud800x", {"x": 1}, 1),  # half of a pair, from a broken source
    ],
)
def test_what_counts_as_a_letter(text: str, counts: dict[str, int], skipped: int) -> None:
    found = count_letters(text)
    assert (found.counts, found.skipped) == (counts, skipped)


@pytest.mark.parametrize("language", SAMPLES)
def test_the_samples_are_counted_as_the_plain_way_counts(language: str) -> None:
    assert sample_letters(language).counts == by_hand(sample(language))
    if language == "zh":
        assert 200 <= sample_letters(language).total <= 320
    else:
        assert 120 <= len(sample(language).split()) <= 200


def test_an_unknown_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        sample("xx")


def test_smoothing_by_hand() -> None:
    text = count_letters("aab")
    alphabet = alphabet_of(text, count_letters("cd"))
    assert tuple(alphabet) == ("a", "b", "c", "d")
    assert shares(text, alphabet).tolist() == [2 / 3, 1 / 3, 0, 0]
    assert shares(text, alphabet, 1.0).tolist() == [3 / 7, 2 / 7, 1 / 7, 1 / 7]
    assert shares(text, alphabet, 0.5).tolist() == [2.5 / 5, 1.5 / 5, 0.5 / 5, 0.5 / 5]


def test_prices_by_hand_in_bits() -> None:
    # p = (½, ½), q = (¾, ¼): H(p) = 1, H(p, q) = ½ log2(4/3) + ½ · 2
    found = price(count_letters("ab"), count_letters("aaab"), 0.0)
    cross = 0.5 * math.log2(4 / 3) + 1
    assert found.entropy / math.log(2) == pytest.approx(1.0)
    assert found.cross_entropy / math.log(2) == pytest.approx(cross)
    assert found.divergence / math.log(2) == pytest.approx(cross - 1)
    assert found.perplexity == pytest.approx(2**cross)
    # and back: ¾ log2(¾/½) + ¼ log2(¼/½)
    assert found.reverse / math.log(2) == pytest.approx(0.75 * math.log2(1.5) - 0.25)


@pytest.mark.parametrize("alpha", [0.01, 0.5, 10.0])
@pytest.mark.parametrize(("a", "b"), [("en", "de"), ("it", "fr"), ("zh", "en"), ("es", "es")])
def test_cross_entropy_is_entropy_plus_divergence_to_thirty_digits_of_another_library(
    a: str, b: str, alpha: float
) -> None:
    mine, theirs = by_hand(sample(a)), by_hand(sample(b))
    union = sorted(mine.keys() | theirs.keys())

    def made(truth: Counter[str], model: Counter[str]) -> tuple[list[mpmath.mpf], list[mpmath.mpf]]:
        total, size = mpmath.mpf(model.total()), len(union)
        p = [mpmath.mpf(truth[letter]) / truth.total() for letter in union]
        return p, [(model[letter] + mpmath.mpf(alpha)) / (total + mpmath.mpf(alpha) * size) for letter in union]

    with mpmath.workdps(30):
        p, q = made(mine, theirs)
        entropy = -mpmath.fsum(x * mpmath.log(x) for x in p if x)
        cross = -mpmath.fsum(x * mpmath.log(y) for x, y in zip(p, q, strict=True) if x)
        divergence = mpmath.fsum(x * mpmath.log(x / y) for x, y in zip(p, q, strict=True) if x)
        assert abs(cross - entropy - divergence) < mpmath.mpf("1e-27")
        backwards = made(theirs, mine)
        reverse = mpmath.fsum(x * mpmath.log(x / y) for x, y in zip(*backwards, strict=True) if x)
    found = price(count_letters(sample(a)), count_letters(sample(b)), alpha)
    assert found.entropy == pytest.approx(float(entropy), rel=1e-13)
    assert found.cross_entropy == pytest.approx(float(cross), rel=1e-13)
    assert found.divergence == pytest.approx(float(divergence), rel=1e-10)
    assert found.reverse == pytest.approx(float(reverse), rel=1e-10)
    assert found.perplexity == pytest.approx(float(mpmath.e**cross), rel=1e-12)
    assert found.divergence == pytest.approx(stats.entropy(found.p, found.q), rel=1e-9)
    assert found.entropy == pytest.approx(stats.entropy(found.p), rel=1e-12)


def test_without_smoothing_one_unknown_letter_costs_infinity_and_is_named_the_commonest_first() -> None:
    found = price(count_letters("abxxy"), count_letters("ab"), 0.0)
    assert found.cross_entropy == found.divergence == found.perplexity == math.inf
    assert found.unknown == ("x", "y")
    assert found.reverse == pytest.approx(math.log(2.5))  # B's letters are ½ each, ⅕ each in A
    assert price(count_letters("abxxy"), count_letters("ab"), 0.01).unknown == ()
    assert math.isfinite(price(count_letters("abxxy"), count_letters("ab"), 0.01).cross_entropy)


def test_the_same_text_costs_nothing_extra_without_smoothing() -> None:
    found = price(sample_letters("fr"), sample_letters("fr"), 0.0)
    assert found.divergence == found.reverse == 0.0
    assert found.cross_entropy == pytest.approx(found.entropy, rel=1e-15)


def test_much_smoothing_makes_the_model_uniform() -> None:
    found = price(sample_letters("en"), sample_letters("de"), 1e12)
    assert found.perplexity == pytest.approx(len(found.alphabet))


@pytest.mark.parametrize(
    ("truth", "model", "alpha", "said"),
    [
        ("12", "a", 0.5, "without letters"),
        ("a", "", 0.5, "without letters"),
        ("a", "b", -0.1, "alpha"),
        ("a", "b", math.nan, "alpha"),
        ("a", "b", math.inf, "alpha"),
    ],
)
def test_what_has_no_price_is_refused(truth: str, model: str, alpha: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        price(count_letters(truth), count_letters(model), alpha)


def test_a_letter_outside_the_alphabet_is_refused() -> None:
    with pytest.raises(ValueError, match="'b' is not in the alphabet"):
        shares(count_letters("ab"), ("a",))


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0])
@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in HELD_OUT.items() for text in texts]
)
def test_sentences_that_no_sample_has_are_known_by_their_letters(language: str, text: str, alpha: float) -> None:
    assert nearest_languages(count_letters(text), alpha)[0].language == language


@pytest.mark.parametrize("language", SAMPLES)
@pytest.mark.parametrize("alpha", [0.0, 0.5])
def test_each_sample_is_nearest_to_itself(language: str, alpha: float) -> None:
    ranking = nearest_languages(sample_letters(language), alpha)
    assert ranking[0].language == language
    assert ranking[0].unseen == 0.0
    costs = [near.cross_entropy for near in ranking]
    assert costs == sorted(costs)
    assert sorted(near.language for near in ranking) == sorted(SAMPLES)


def test_the_table_is_the_cross_entropy_over_all_letters() -> None:
    text = "Ein Löffel Honig"
    mine, everyone = by_hand(text), [by_hand(sample(language)) for language in SAMPLES]
    size = len(set(mine).union(*everyone))
    german = by_hand(sample("de"))
    expected = -sum(
        times / mine.total() * math.log((german[letter] + 0.5) / (german.total() + 0.5 * size))
        for letter, times in mine.items()
    )
    (found,) = (near for near in nearest_languages(count_letters(text), 0.5) if near.language == "de")
    assert found.cross_entropy == pytest.approx(expected)
    (english,) = (near for near in nearest_languages(count_letters(text), 0.5) if near.language == "en")
    assert english.unseen == pytest.approx(1 / 14)  # ö


def test_letters_that_no_sample_knows() -> None:
    text = count_letters("Утро на рынке")
    assert {near.unseen for near in nearest_languages(text, 0.5)} == {1.0}
    assert {near.cross_entropy for near in nearest_languages(text, 0.0)} == {math.inf}


def megabyte(kind: str) -> str:
    size = 1 << 20
    if kind == "prose":
        return (sample("de") * (size // len(sample("de")) + 1))[:size]
    if kind == "marks":  # two marks that want to change places: sorting them all would take hours
        return "e" + "\u0301\u0323" * (size // 2)
    if kind == "digits":
        return "0123456789" * (size // 10)
    if kind == "emoji":
        return "😀" * size
    if kind == "han":
        return "".join(chr(code) for code in np.random.default_rng(0).integers(0x4E00, 0x9FFF, size).tolist())
    rng = random.Random(0)
    return "".join(chr(rng.randrange(0x20, 0x2000)) for _ in range(size))


@pytest.mark.parametrize("kind", ["prose", "marks", "digits", "emoji", "han", "scripts"])
def test_a_megabyte_of_anything_is_counted(kind: str) -> None:
    found = count_letters(megabyte(kind))
    if found.counts:
        assert price(found, sample_letters("en"), 0.5).cross_entropy > 0
        assert nearest_languages(found, 0.5)
    assert bool(found.counts) == (kind not in ("digits", "emoji"))


def test_a_run_of_marks_is_cut_and_the_rest_of_the_text_is_not() -> None:
    found = count_letters("e" + "\u0323\u0301" * 500 + "f" + "o\u0308" + "g")
    assert found.counts == {"ẹ": 1, "f": 1, "ö": 1, "g": 1}
    assert found.skipped == 999  # one mark went into the letter


def test_letters_know_their_number() -> None:
    assert Letters({"a": 2, "b": 3}, 7).total == 5
