"""The chain rule as bars: the gradient of both losses in its factors, moved in the browser by the logit."""

from typing import Final

import altair as alt

from core.charts.kit.axes import axis, headed
from core.charts.kit.expressions import chosen
from core.charts.kit.layers import Frame, Plane, finish, only, select, table
from core.charts.kit.live import Live
from core.charts.kit.theme import colour

STEPS: Final = ("error", "divisor", "slope", "input", "gradient")
# Cross-entropy's derivative with respect to a has a(1 − a) below, which σ′ meets: the two are struck out.
FACTORS: Final = {"cross_entropy": STEPS, "squared_error": ("error", "slope", "input", "gradient")}
STRUCK: Final = "datum.loss === 'cross_entropy' && (datum.step === 'divisor' || datum.step === 'slope')"
_PALE: Final = 0.35


def chain_rows(label: float, x: float, names: dict[str, str]) -> Frame:
    """What the bars are computed from: a row for each factor of each loss.

    Columns: ``row`` (the word for its loss), ``step``, ``loss``, ``quantity`` (of the bar's colour), the ``start`` of
    its column, the label ``y``, the input ``x``, and ``largest``: the factor whose bar is 0.8 of a column long.
    """
    rows = [
        (names[loss], loss, step, "slope" if step in ("divisor", "slope") else loss, float(STEPS.index(step)))
        for loss, steps in FACTORS.items()
        for step in steps
    ]
    return table("row loss step quantity start", rows, y=float(label), x=float(x), largest=max(1.0, abs(x)))


def chain_chart(factors: Frame, titles: dict[str, str], order: list[str], logit: Live) -> alt.LayerChart:
    """Each factor of the gradient as a bar; all of one scale, so that the shrinking one stands out.

    ``titles`` names the columns; ``order`` is the order of the two rows.
    """
    a = f"(1 / (1 + exp(-({logit.name}))))"
    slope = f"{a} * (1 - {a})"
    values = {
        "error": f"{a} - datum.y",
        "divisor": slope,
        "slope": slope,
        "input": "datum.x",
        "gradient": f"({a} - datum.y) * datum.x * (datum.loss === 'squared_error' ? {slope} : 1)",
    }
    x = headed(list(titles.values()), size=15)("start")
    rows = axis(None, labels=False, ticks=False, domain=False, grid=False)
    y = alt.Y("row:N", sort=order, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.1), axis=rows)
    plane = Plane(x, y, colour())
    base = select(
        factors,
        value=chosen("step", {step: values[step] for step in STEPS[:4]}, values["gradient"]),
        end="datum.start + 0.8 * abs(datum.value) / datum.largest",
        # With so many digits that a pocket calculator repeats the row.
        form="datum.step === 'gradient' ? 3 : 4",
        shown="datum.value === 0 ? '0' : replace(format(datum.value, '.' + (abs(datum.value) < 0.001 ?"
        " (datum.form - 1) + 'e' : datum.form + 'r')), /-/g, '\u2212')",
        strength=f"{STRUCK} ? {_PALE} : 1",
        through="'━━━━━'",
    )
    strength = alt.Opacity("strength:Q", scale=None)
    bars = plane.bar(base, alt.X2("end:Q"), strength, cornerRadiusEnd=3, height=24)
    layers = [
        bars.encode(tooltip=[alt.Tooltip("value:Q", format=".6g", title=" ")]),
        plane.text(base, "shown", align="left", dx=2, dy=24, size=16),
        plane.text(select(base, STRUCK), "through", align="left", dx=0, dy=27, angle=351, size=15),
        plane.text(only(base, step="error"), "row", align="left", dx=0, dy=-22, size=15),
    ]
    return finish(layers, height=300, params=[logit.parameter()])
