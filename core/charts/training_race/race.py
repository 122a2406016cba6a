"""The charts of the race on a single example. All follow one frame, the epoch, inside the browser.

They follow the learning rate there too: the races at all stops of its slider travel together, a row for each run, whose
logits are given where they bend; at the rate at which the slider rests for every epoch. And they follow the start while
it is held: it is then epoch 0 from the place where it is held, since no race has been run from there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np

from core.charts.kit import measure as charts
from core.charts.kit.axes import SHARES, across, scale, up
from core.charts.kit.expressions import signed_expression, thousands
from core.charts.kit.layers import Frame, Plane, beside, finish, only, select
from core.charts.kit.live import Live
from core.charts.kit.theme import Units, colour, frame_parameter
from core.maths.activations import sigmoid
from core.simulation.training_race.race import Race

SPAN: Final = 10.0  # the sigmoid is drawn over −SPAN … SPAN
FACTORS: Final = ("error", "slope", "input", "gradient")
BENDS: Final = 0.005  # of a logit: what a straight line between two places may be off
FURTHEST: Final = 12.0  # beyond it no logit can be told from another
# A value below 0, or below every start, is none: the rate and the start at rest are data.
RATE: Final = Live("rate", -1.0, -1.0, 100.0, 0.005)
WEIGHT, BIAS = (Live(name, -99.0, -99.0, 12.0, 0.01) for name in ("w", "b"))
PARAMETERS: Final = (frame_parameter(charts.FRAME), RATE.parameter(), WEIGHT.parameter(), BIAS.parameter())
_REACH: Final = 2.2  # of a tangent to either side
_CHOSEN: Final = "datum.rate === (rate < 0 ? datum.resting : rate)"
_ERROR: Final = "1 / (1 + exp(-datum.z)) - datum.label"
_MEASURES: Final = {
    "error": "abs(datum.error)",
    "cross_entropy": "max((1 - 2 * datum.label) * datum.z, 0) + log(1 + exp(-abs(datum.z)))",
    "squared_error": "datum.error * datum.error / 2",
}


def family(
    races: Sequence[Race],
    resting: Race,
    names: Mapping[str, str],
    counted: Mapping[float, Mapping[str, int | None]],
    *,
    is_open: bool,
    guess: float = 0.0,
) -> Frame:
    """One row for each run of the races at all learning rates, that at which the slider is ``resting`` among them.

    counted: the epochs of each loss to the target, by learning rate. Before a race ``is_open`` nothing ahead of the
    frame is shown. guess: how many times as many epochs the reader expects of squared error, 0 for no guess.
    """
    settings, rows = resting.settings, []
    for race in races:
        rate = race.settings.learning_rate
        for run, loss in enumerate(race.losses):
            logits, stray = race.trajectory.logits[run, :, 0], race.strays[run]
            places = charts.bends(np.clip(logits, -FURTHEST, FURTHEST)[None], BENDS / FURTHEST)
            places = places if stray is None else places[places < max(stray.epoch, 1)]
            row = {"quantity": loss, "name": names[loss], "rate": rate, "arrival": counted[rate][loss] or 0}
            row["unit"] = counted[rate]["cross_entropy"] or 0  # what the guess is a multiple of
            row["places"] = ",".join(f"{place:04d}" for place in places)
            row["series"] = ",".join(f"{value:.3f}" for value in logits[places])
            row["exact"] = charts.series(logits) if rate == settings.learning_rate else ""
            rows.append(row)
    return Frame(rows).assign(
        resting=settings.learning_rate,
        last=settings.epochs,
        label=settings.label,
        input=settings.x,
        weight=settings.weight,
        bias=settings.bias,
        target=settings.target,
        largest=max(1.0, abs(settings.x)),  # the size of a factor whose bar fills its column
        open=int(is_open),
        guess=guess,
    )


def scaled(family: Frame, measure: str, units: Units) -> tuple[Frame, Frame]:
    """The family with the ``scale`` of a measure, and the ends of its axis: what is drawn are shares of the upper one.

    ``measure``: "error" (|a − y|) or the loss, "cross_entropy" or "squared_error", under which both are judged.
    """
    first = family.iloc[0]
    z = float(first["weight"] * first["input"] + first["bias"]) * (1.0 - 2.0 * float(first["label"]))
    error, unit = float(sigmoid(z)), units.per_nat if measure == "cross_entropy" else 1.0
    values = {"error": error, "cross_entropy": float(np.logaddexp(0.0, z)), "squared_error": error**2 / 2}
    top = charts.top_of(np.array([unit * values[measure]]), measure)  # no run is ever worse than at the start
    return family.assign(scale=unit / top), charts.ends(top)


def _held(data: Frame) -> Any:
    """The rows of the chosen rate, with the start ``w0``, ``b0``, ``z0`` where it is held, if it is."""
    return select(
        data,
        _CHOSEN,
        w0="w < -90 ? datum.weight : w",
        b0="b < -90 ? datum.bias : b",
        z0="datum.w0 * datum.input + datum.b0",
        held="abs(datum.w0 - datum.weight) + abs(datum.b0 - datum.bias) > 0.004",
    )


def at_frame(data: Frame) -> Any:
    """The runs with their ``epoch``, logit ``z``, output ``a``, ``slope`` and ``error`` at the current frame."""
    mark = f"pad('' + {charts.FRAME}, 4, '0', 'left') + '~'"  # comes right after its own epoch
    place, after = "toNumber(datum.ats[datum.step])", "min(datum.step + 1, length(datum.ats) - 1)"
    low, high = "toNumber(datum.values[datum.step])", f"toNumber(datum.values[{after}])"
    passed = f"({charts.FRAME} - {place}) / max(1, toNumber(datum.ats[{after}]) - {place})"
    exact = f"toNumber(datum.all[min({charts.FRAME}, length(datum.all) - 1)])"
    return select(
        _held(data),
        ats="split(datum.places, ',')",
        values="split(datum.series, ',')",
        all="split(datum.exact, ',')",
        step=f"indexof(sort(split(datum.places + ',' + {mark}, ',')), {mark}) - 1",
        epoch=f"datum.held ? 0 : {charts.FRAME}",
        z=f"datum.held ? datum.z0 : datum.exact ? {exact} : {low} + min(1, {passed}) * ({high} - {low})",
        a="1 / (1 + exp(-datum.z))",
        slope="datum.a * (1 - datum.a)",
        error=_ERROR,
    )


def _curves(data: Frame, measure: str) -> Any:
    """The curves of the chosen rate in long form, as `measure.curves` gives them."""
    share = f"({_MEASURES[measure]}) * datum.scale"
    long = charts.unrolled(select(_held(data), "!datum.held"), "places", "series")
    return charts.joined(select(long, epoch="datum.places", z="datum.series", error=_ERROR, share=share))


def race_chart(family: Frame, ends: Frame, line: Frame, measure: str, words: Mapping[str, str]) -> alt.LayerChart:
    """A measure of both runs, as `measure.measure_chart`, with what each arrival took and the flag of a guess.

    ``words``: axis titles "epoch" and "measure", and the "guess" beside its flag.
    """
    curves, arrived = _curves(family, measure), f"datum.open || datum.arrival <= {charts.FRAME}"
    begun = _MEASURES[measure].replace("datum.z", "datum.z0").replace("datum.error", "datum.first")
    now = select(
        at_frame(family),
        share=f"({_MEASURES[measure]}) * datum.scale",
        first=_ERROR.replace("datum.z", "datum.z0"),
        begun=f"({begun}) * datum.scale",
    )
    marks = select(
        _held(family),
        f"!datum.held && datum.arrival && datum.arrival <= datum.last && ({arrived})",
        epoch="datum.arrival",
        share="datum.target",
        text=f"'' + {thousands('datum.arrival', ',d')}",
    )
    ahead = select(curves, "datum.open")
    layers = charts.measure_layers(now, curves, ahead, ends, line, marks, measure, words, along="family")
    x, plane = charts.along_epochs("family", words["epoch"]), Plane(up(SHARES)("share"), colour())
    if measure == "error":
        # Before the crossing and below the line no curve comes, but the name of the first runner may.
        after = "datum.quantity === 'squared_error' && datum.arrival < 0.85 * datum.last"
        aside = alt.expr(f"{after} ? 'left' : 'right'"), alt.expr(f"{after} ? 10 : -3")
        beside_line = alt.expr(f"{after} || datum.target < 0.05 ? -9 : 15")
        layers.append(plane.text(marks, "text", x("epoch"), align=aside[0], dx=aside[1], dy=beside_line, size=14))
    flag = select(
        _held(only(family, quantity="squared_error")),
        "!datum.held && datum.guess && datum.unit",
        epochs="datum.guess * datum.unit",
        epoch="min(datum.epochs, datum.last)",
        share="0.42",
        foot="0",
        text=f"{words['guess']!r} + {thousands('datum.epochs', ',d')} + (datum.epochs > datum.last ? ' →' : '')",
    )
    layers += [
        plane.rule(flag, x("epoch"), alt.Y2("foot:Q"), strokeWidth=2),
        plane.dots(flag, 300, x("epoch"), shape="M0,-0.1L1.6,0.5L0,1.1Z"),
        plane.text(flag, "text", x("epoch"), dy=-16, size=14, **beside("datum.epoch > datum.last / 2", 4)),
    ]
    return finish(layers, height=charts.HEIGHT, params=PARAMETERS, apart="y")


def sigmoid_chart(family: Frame, words: Mapping[str, str]) -> alt.LayerChart:
    """Both neurons on the sigmoid at the frame, with tangent and σ'(z). ``words``: titles "logit" and "output"."""
    z = np.linspace(-SPAN, SPAN, 161)
    x = across(scale(-SPAN, SPAN), words["logit"])
    y = up(scale(0, 1.12), words["output"], values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    plane, now = Plane(x("z"), y("a"), colour()), at_frame(family)
    tangents = select(
        now,
        left=f"datum.z - {_REACH}",
        right=f"datum.z + {_REACH}",
        low=f"datum.a - {_REACH} * datum.slope",
        high=f"datum.a + {_REACH} * datum.slope",
    )
    ends = (x("left"), alt.X2("right:Q"), y("low"), alt.Y2("high:Q"))
    text = "datum.name + (width < 320 ? ' ' : ':  σ′(z) = ') + format(datum.slope, '.4f')"
    start = select(_held(only(family, quantity="cross_entropy")), z="datum.z0", a="1 / (1 + exp(-datum.z))")
    layers = [
        plane.line(Frame({"z": z, "a": sigmoid(z), "quantity": "slope"}), 2, clip=True),
        Plane(x("z"), y("a")).mark("point", start, size=420, clip=True, **charts.GRIP),
        plane.rule(tangents, *ends, strokeWidth=3, clip=True),
        plane.dots(now, 150, clip=True),
        *charts.in_corner(now, text, -8, -34),
    ]
    return finish(layers, height=charts.HEIGHT, params=PARAMETERS)


def factors_chart(family: Frame, titles: Mapping[str, str]) -> alt.LayerChart:
    """The gradient in its factors at the frame, a thin strip: (a − y) · σ'(z) · x against (a − y) · x."""
    gradient = "datum.error * datum.input * (datum.quantity === 'cross_entropy' ? 1 : datum.slope)"
    now = at_frame(family)
    folded = select(now, gradient=gradient).transform_fold(list(FACTORS), as_=["factor", "value"])
    cells = select(
        folded,
        "!(datum.factor === 'slope' && datum.quantity === 'cross_entropy')",
        place=f"indexof({list(FACTORS)!r}, datum.factor)",
        tint="datum.factor === 'slope' ? 'slope' : datum.quantity",
        text=signed_expression("datum.value"),
        end="datum.place + 0.85 * abs(datum.value) / datum.largest",
    )
    return charts.strip(cells, now, [titles[factor] for factor in FACTORS], PARAMETERS)
