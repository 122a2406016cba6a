"""Names of the outcomes and pasted rows on the KL page: in the link, never markup, never normalised unasked."""

import pytest

from tests.app.kl_divergence.screens import more, values


def page(visit, **arguments: str):
    return more(visit("kl_divergence", **arguments))


def test_names_stand_in_the_link_and_in_the_infinite_verdict(visit, words):
    app = visit("kl_divergence", section="infinity", p="0.5,0.5,0", q="0.5,0,0.5", names="sun, __rain__<b>, snow")
    assert not app.exception
    assert "names=" in app.session_state["link_state"].link
    assert "outcome &lowbar;&lowbar;rain&lowbar;&lowbar;&lt;b&gt; (0.500)" in words(app)
    assert "outcome snow (0.500)" in words(app)


def test_what_is_pasted_is_put_in_place(visit):
    app = page(visit)
    app.text_area[0].set_value("sun,rain\n0.25,0.75\n0.5,0.5").run()
    app.button(key="kl_paste_use").click().run()
    assert not app.exception
    assert values(app, "p") == [0.25, 0.75]
    assert app.text_input[0].value == "sun, rain"
    assert app.text_area[0].value == ""


def test_counts_are_divided_only_when_asked(visit, words):
    app = page(visit)
    app.text_area[0].set_value("3 1\n2 2").run()
    assert "above 1" in words(app)
    assert app.button(key="kl_paste_use").disabled
    assert values(app, "p") == [0.5, 0.25, 0.125, 0.125]
    app.button(key="kl_paste_divide").click().run()
    assert values(app, "p") == [0.75, 0.25]


@pytest.mark.parametrize(
    "pasted", ["HHX", "1,2\n3", "0.5,0.5\n1.5,-0.5", "🎲 🎲\n0.5 0.5\n0.5 0.5", "x" * 3999, "0 0\n0 0"]
)
def test_bad_pastes_are_answered(visit, pasted):
    app = page(visit)
    app.text_area[0].set_value(pasted).run()
    assert not app.exception
    assert app.warning or app.button(key="kl_paste_use")


@pytest.mark.parametrize("names", ["", ",,,", "a" * 500, "`;<script>", "一,二"])
def test_no_names_break_the_page(visit, names):
    app = page(visit, names=names)
    assert not app.exception
