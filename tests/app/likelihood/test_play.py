import pytest

from tests.app.likelihood.screens import specs, with_the_box


def alts(app):
    return list(app.session_state["_descriptions"].values())


@pytest.mark.parametrize("toss", ["0", "1", "5", "8"])
def test_every_toss_is_named(visit, words, toss):
    app = visit("likelihood", section="play", toss=toss)
    assert not app.exception
    assert len(app.get("vega_lite_chart")) == 4
    assert "[[" not in words(app)
    assert "[[" not in "".join(alts(app))


def test_the_numbers_after_five_tosses(visit):
    said = "\n".join(alts(visit("likelihood", section="play", toss="5")))
    assert "toss 5 is tails" in said
    assert "3/5 = 0.600" in said
    assert "0.0346" in said  # 0.6³ · 0.4² = 0.03456
    assert "0.0167" in said  # B(4, 3) = 1/60
    assert "0.6730" in said  # H(0.6) in nats


def test_the_area_before_any_toss_is_one(visit):
    assert any("area under L = 1.0000" in said for said in alts(visit("likelihood", section="play", toss="0")))


def test_a_toss_that_is_added_at_the_end_is_shown(visit):
    app = with_the_box(visit("likelihood", section="play", tosses="HT"))
    assert any("toss 2 is tails" in said for said in alts(app))
    app.button(key="likelihood_add_head").click().run()
    assert any("toss 3 is heads" in said for said in alts(app))
    app.button(key="likelihood_undo").click().run()
    assert any("toss 2 is tails" in said for said in alts(app))


def test_who_looks_back_stays_there(visit):
    app = visit("likelihood", section="play", tosses="HTTH", toss="2")
    app.button(key="likelihood_add_head").click().run()
    assert any("toss 2 is tails" in said for said in alts(app))


@pytest.mark.parametrize(("tosses", "sentence"), [("7/10", "no order"), ("", "nothing to play")])
def test_what_cannot_be_played_says_so(visit, words, tosses, sentence):
    app = visit("likelihood", section="play", tosses=tosses)
    assert not app.exception
    assert sentence in words(app)
    assert len(app.get("vega_lite_chart")) == 0


@pytest.mark.parametrize("toss", ["1e9", "-1", "x", "2.5"])
def test_a_toss_that_cannot_be(visit, toss):
    assert not visit("likelihood", section="play", toss=toss).exception


@pytest.mark.parametrize("p", ["0", "1"])
def test_the_longest_run(visit, p):
    app = visit("likelihood", section="play", tosses="HT" * 200, p=p, units="bits")
    assert not app.exception


def test_specs_do_not_depend_on_what_came_up(visit):
    def all_four(**query):
        return specs(visit("likelihood", section="play", **query))

    assert all_four(tosses="HHTT", p="0.1") == all_four(tosses="TTTT", p="1", toss="2")
