"""What a link carries, what persists, what is repaired."""

import pytest

from core.app.frame.catalogue import TOPICS
from core.app.frame.page import path
from core.app.wording.language import LANGUAGES


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_runs_in_every_language(visit, topic, language):
    app = visit(topic, lang=language)
    assert not app.exception
    assert app.session_state["link_state"].link == ""
    # A tester who loads the server's file in place of the script gets no elements and no error.
    assert app.title[0].value
    assert app.get("vega_lite_chart")


def test_a_link_is_read_and_written(visit):
    app = visit("formulas", section="derivation", z="2.5", y="1", against="a")
    assert set(app.session_state["link_state"].link.split("&")) == {"section=derivation", "z=2.5", "y=1", "against=a"}


def test_a_default_leaves_the_link(visit):
    app = visit("formulas", section="classes", z1="2.5")
    app.slider(key="formulas_z1").set_value(-1.0).run()
    assert app.session_state["link_state"].link == "section=classes"


@pytest.mark.parametrize(
    ("asked", "stands", "said"),
    [
        ("99", 10.0, "outside the range"),
        ("0.333", 0.3, "between two steps"),
        ("four", -1.0, "no number"),
        ("1e400", 10.0, "outside the range"),
        ("nan", -1.0, "no number"),
    ],
)
def test_what_a_link_asks_for_wrongly_is_said_beside_the_control(visit, words, asked, stands, said):
    app = visit("formulas", section="classes", z1=asked)
    assert app.slider(key="formulas_z1").value == stands
    assert said in words(app)
    assert f"“`{asked}`”" in words(app)
    app.slider(key="formulas_z1").set_value(1.0).run()
    assert said not in words(app)


def test_markup_in_a_link_stays_text(visit, words):
    app = visit("formulas", y="`<b>**$x$**</b> www.x.org")
    assert "“`'<b>**$x$**</b> www.x.o…`” is not one of the options" in words(app)


def test_a_forged_widget_value_is_repaired_and_named(visit, words):
    app = visit("formulas", section="classes")
    app.slider(key="formulas_z1").set_value(2.3456).run()
    assert not app.exception
    assert app.slider(key="formulas_z1").value == 2.3
    assert "“`2.3456`” lies between two steps" in words(app)
    assert "z1=2.3" in app.session_state["link_state"].link
    app.slider(key="formulas_z1").set_value(1e9).run()
    assert -10 <= app.slider(key="formulas_z1").value <= 10


def test_values_come_back_after_a_visit_elsewhere(visit):
    app = visit("formulas", x="2.5", y="soft", soft="0.7")
    app.query_params.clear()
    app.switch_page(path("kl_divergence")).run()
    assert "x=" not in app.session_state["link_state"].link
    app.switch_page(path("formulas")).run()
    assert app.session_state["link_state"].query["x"] == "2.5"
    assert app.slider(key="formulas_soft").value == 0.7


def test_the_address_is_read_on_arrival_only(visit):
    """A rerun carries the address the browser had a moment ago; that is no wish of the reader."""
    app = visit("formulas", section="classes", z1="2.5")
    app.slider(key="formulas_z1").set_value(3.0).run()
    assert app.query_params["z1"] == ["2.5"] or app.query_params["z1"] == "2.5"
    app.slider(key="formulas_z1").set_value(3.5).run()
    assert app.slider(key="formulas_z1").value == 3.5


def test_a_new_link_to_the_page_one_is_on_is_followed(visit):
    app = visit("formulas", section="classes", z1="2.5")
    app.query_params["z1"] = "-7"
    app.run()
    assert app.slider(key="formulas_z1").value == -7.0


def test_a_repeated_parameter_counts_once(visit):
    app = visit("formulas", section="classes", z1=["1", "2"])
    assert app.slider(key="formulas_z1").value == 2.0


def test_language_and_units_reach_every_page(visit, words):
    app = visit("formulas", lang="zh", units="bits")
    assert "比特" in words(app)
    app.query_params.clear()
    app.switch_page(path("kl_divergence")).run()
    assert "比特" in words(app)
    assert app.session_state["link_state"].link == "units=bits"


def test_unknown_parameters_are_dropped(visit):
    app = visit("formulas", junk="1", z="1")
    assert app.session_state["link_state"].link == "z=1"
