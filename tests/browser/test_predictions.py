"""Your predictions in a browser: the threshold is dragged, and the words say what the core computes there."""

import pytest

from core.app.predictions.curve import costs
from core.simulation.predictions.evaluation import constant
from core.simulation.predictions.murphy import murphy
from core.simulation.predictions.scores import Scores

ROWS = ((1, 0.9), (0, 0.2), (1, 0.6), (0, 0.45), (1, 0.02))
MOVED_TO = "(e, value) => { e.value = value; e.dispatchEvent(new Event('input')) }"


@pytest.mark.parametrize("c", [0.03, 0.5, 0.62])
def test_the_words_at_a_dragged_threshold_are_those_of_the_core(visit, c):
    opened = visit("predictions")
    slider = opened.page.get_by_label("threshold c", exact=True)
    slider.wait_for()
    slider.evaluate(MOVED_TO, c)
    found = murphy(Scores(*zip(*ROWS, strict=True), "probabilities"))
    said = costs(found, c)
    words = f"{said['cost']} a row. Of 100 rows, {said['missed']} are missed and {said['alarms']} are false alarms."
    opened.until(lambda: words in opened.page.locator(".stMain").inner_text())
    base = murphy(constant(Scores(*zip(*ROWS, strict=True), "probabilities"))).at(c)
    assert f"Always saying the base rate costs {base:.4f} a row" in opened.page.locator(".stMain").inner_text()
