"""−ln L as one bar, and under it the same length in two parts: n times the entropy, and n times the KL divergence.

Both are drawn from the tosses alone, in the browser, so that they follow p.
"""

from typing import Any, Final

import altair as alt

from core.charts.kit.axes import FROM_ZERO, across, scale, up
from core.charts.kit.expressions import first_stop, number_expression
from core.charts.kit.layers import Frame, Plane, finish, row, select, tinted
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour
from core.charts.likelihood.picture import log_likelihood
from core.maths.distributions import bernoulli_log_likelihood

HEIGHT: Final = 128
STOPS: Final = (1.5, 6.0)  # nats per toss: where the axis may end; the last holds every finite length
LETTER: Final = 6.6  # px, the mean width of a sign in the words below the bars
_TOP: Final = ("0.98", "0.54")  # of the whole bar: from and to, as shares of the height
_FOOT: Final = ("0.52", "0.08")


def toss_row(heads: int, count: int) -> Frame:
    """What the bars are drawn from: heads, tails, tosses, and the entropy of all of them in nats."""
    lowest = 0.0 - float(bernoulli_log_likelihood(heads, count, heads / count))
    return row(heads=float(heads), tails=float(count - heads), count=float(count), entropy=lowest)


def bars_chart(tosses: Frame, words: tuple[str, str, str, str], units: Units, live: Live) -> alt.LayerChart:
    """The bars, from ``toss_row``. ``words``: axis title, and what stands before the numbers of whole and parts.

    What is infinite ends at the picture's edge.
    """
    title, *names = words
    x, y = across(FROM_ZERO, title, grid=False, titlePadding=2)("x"), up(scale(-0.25, 1.3))
    plane, foot = Plane(x, y("y"), colour()), Plane(y("y2"), colour())
    now = select(
        tosses,
        whole=f"-{log_likelihood('datum.heads', 'datum.tails', live.name)} * {units.per_nat!r}",
        entropy=f"datum.entropy * {units.per_nat!r}",
        kl="max(datum.whole - datum.entropy, 0)",
        unit=f"datum.count * {units.per_nat!r}",
        top=f"({first_stop('datum.whole / datum.unit', STOPS)}) * datum.unit",
        end="min(datum.whole, datum.top)",
    )
    spans = {
        "cross_entropy": ("whole", "0", "datum.end", _TOP),
        "entropy": ("entropy", "0", "datum.entropy", _FOOT),
        "model": ("kl", "datum.entropy", "datum.end", _FOOT),
    }
    whole, left, right = (
        select(
            tinted(now, quantity),
            x=start,
            x2=end,
            y=head,
            y2=tail,
            name=f"{name!r} + ({number_expression(f'datum.{length}', 3)})",
            # The words of the second part stand behind those of the first, whatever the lengths are.
            offset=f"{LETTER} * (length({names[1]!r} + ({number_expression('datum.entropy', 3)})) + 2)",
        )
        for name, (quantity, (length, start, end, (head, tail))) in zip(names, spans.items(), strict=True)
    )
    below: dict[str, Any] = {"size": 14, "align": "left", "baseline": "top", "dy": 4}
    layers = [
        Plane(x).ends(select(now, x="datum.top")),
        *(plane.bar(part, alt.X2("x2:Q"), alt.Y2("y2:Q"), opacity=0.9) for part in (whole, left, right)),
        plane.text(whole, "name", size=14, align="left", baseline="bottom", dy=-4),
        foot.text(left, "name", alt.X("x:Q"), **below),
        foot.text(right, "name", **below, x=alt.ExprRef("datum.offset")),
    ]
    return finish(layers, height=HEIGHT, params=[live.parameter()])
