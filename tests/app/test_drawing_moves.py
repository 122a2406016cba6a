"""A move brings other data, not another specification: making one takes longer than all the rest of a move."""

import pytest

from core.app import drawing

MOVES = {
    "one example": ("training_race", {}, {"epochs": ("50", "5000"), "rate": ("0.01", "2"), "start": ("zero", "own")}),
    "clouds": ("training_race", {"data": "clouds"}, {"epochs": ("50", "1000"), "sure": ("2", "8"), "n": ("20", "300")}),
    "convexity": ("training_race", {"section": "convexity"}, {"cz": ("-6", "7"), "y": ("1", "0")}),
    "tosses": ("likelihood", {"section": "play"}, {"tosses": ("H", "HHHHTTTT", "900/1000")}),
    "steps": ("kl_divergence", {"section": "steps"}, {"softness": ("0", "1"), "rate": ("0.05", "2")}),
}


@pytest.mark.parametrize("name", MOVES)
def test_moves_make_no_specification(visit, name):
    page, link, moves = MOVES[name]
    visit(page, **link)
    before = len(drawing._kept)
    for control, values in moves.items():
        for value in values:
            app = visit(page, **link, **{control: value})
            assert not app.exception
            assert len(drawing._kept) == before, f"{control}={value}"


def test_a_chart_with_a_live_value_keeps_its_specification_and_its_first_words(visit):
    """Either of them being new, the browser would build the picture anew; the words of the moment go by the link."""
    app = visit("likelihood")
    before = [(chart.proto.spec, chart.proto.alt) for chart in app.get("vega_lite_chart")]
    app.session_state["likelihood_more_drawer"] = True
    app.run()
    app.text_input(key="likelihood_tosses").set_value("HHTHTTHT").run()
    assert [(chart.proto.spec, chart.proto.alt) for chart in app.get("vega_lite_chart")] == before
