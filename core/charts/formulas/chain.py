"""The chain rule as bars: the gradient of both losses in its factors, moved in the browser by the logit."""

from typing import Final

import altair as alt
import pandas as pd

from core.charts.formulas.losses import signed_expression
from core.charts.kit.live import Live
from core.charts.kit.theme import axis, colour, column_headings, finish

STEPS: Final = ("error", "slope", "input", "gradient")
FACTORS: Final = {"cross_entropy": ("error", "input", "gradient"), "squared_error": STEPS}


def chain_rows(label: float, x: float, names: dict[str, str]) -> pd.DataFrame:
    """What the bars are computed from: a row for each factor of each loss.

    Columns: ``row`` (the word for its loss), ``step``, ``loss``, ``quantity`` (of the bar's colour), the ``start`` of
    its column, the label ``y``, the input ``x``, and ``largest``: the factor whose bar is 0.8 of a column long.
    """
    return pd.DataFrame(
        {
            "row": names[loss],
            "loss": loss,
            "step": step,
            "quantity": "slope" if step == "slope" else loss,
            "start": float(STEPS.index(step)),
            "y": float(label),
            "x": float(x),
            "largest": max(1.0, abs(x)),
        }
        for loss, steps in FACTORS.items()
        for step in steps
    )


def chain_chart(factors: pd.DataFrame, titles: dict[str, str], order: list[str], logit: Live) -> alt.LayerChart:
    """Each factor of the gradient as a bar; all of one scale, so that the shrinking one stands out.

    ``titles`` names the four columns; ``order`` is the order of the two rows.
    """
    a = f"(1 / (1 + exp(-({logit.name}))))"
    slope = f"{a} * (1 - {a})"
    values = {
        "error": f"{a} - datum.y",
        "slope": slope,
        "input": "datum.x",
        "gradient": f"({a} - datum.y) * datum.x * (datum.loss === 'squared_error' ? {slope} : 1)",
    }
    value = "".join(f"datum.step === {step!r} ? {values[step]} : " for step in STEPS[:3]) + values["gradient"]
    x = alt.X(
        "start:Q", scale=alt.Scale(domain=[0, 4], nice=False), axis=column_headings(list(titles.values()), size=15)
    )
    y = alt.Y(
        "row:N",
        sort=order,
        scale=alt.Scale(paddingInner=0.35, paddingOuter=0.1),
        axis=axis(None, labels=False, ticks=False, domain=False, grid=False),
    )
    base = (
        alt.Chart(factors)
        .transform_calculate(value=value)
        .transform_calculate(
            end="datum.start + 0.8 * abs(datum.value) / datum.largest",
            shown=signed_expression("datum.value"),
        )
        .encode(y=y)
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=30).encode(
        x=x, x2="end:Q", color=colour(), tooltip=[alt.Tooltip("value:Q", format=".6g", title=" ")]
    )
    numbers = base.mark_text(align="left", dx=2, dy=30, fontSize=16, fontWeight=600).encode(
        x=x, text="shown:N", color=colour()
    )
    headings = (
        base.transform_filter("datum.step === 'error'")
        .mark_text(align="left", dx=0, dy=-28, fontSize=15, fontWeight=600)
        .encode(x=x, text="row:N", color=colour())
    )
    return finish(alt.layer(bars, numbers, headings).add_params(logit.parameter()), height=300)
