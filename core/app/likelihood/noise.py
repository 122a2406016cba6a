"""Which loss is whose likelihood: the same data under Bernoulli, categorical and Gaussian noise."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.app.controls import last_read
from core.app.controls.control import Control
from core.app.controls.fields import Choice, Stops, Text, quote
from core.app.controls.last_read import Line
from core.app.drawing import draw
from core.app.frame.page import Page, Part, drawn_by, section, when
from core.app.take_home.snippet import Snippet
from core.app.wording.blocks import displayed, table
from core.app.wording.code_span import code_span
from core.app.wording.figures import error_size, latex, latex_factor, plain
from core.charts.kit.expressions import subscript
from core.charts.kit.theme import Units
from core.charts.likelihood import noise as charts
from core.simulation.likelihood.noise import (
    MODELS,
    MOST_CLASSES,
    Bernoulli,
    Categorical,
    DoesNotFit,
    Gaussian,
    NoiseModel,
    cross_entropy_of,
    minimiser,
)
from core.simulation.likelihood.noise_values import MOST_VALUES, Unreadable, read_values

NOISE: Final = Control("noise", Choice("bernoulli", tuple(MODELS)), "noise.model", "noise.name.{}")
DATA: Final[Control[str]] = Control("data", Text("1 0 1 1 0 1 1 1 0 1 0 1", 400), "noise.values")
CLASS: Final = Control("class", Choice("1", tuple(str(number) for number in range(MOST_CLASSES))), "noise.class")
SIGMA: Final = Control("sigma", Stops(1.0, (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1000.0)), "noise.sigma")
CONTROLS: Final = (NOISE, DATA, CLASS, SIGMA)
IN_A_LINE: Final = 3  # classes written out; a phone holds no more
LINE: Final = Line(DATA, read_values, Unreadable)


def type_data(page: Page) -> None:
    """The line to type values into."""
    page.show(DATA, placeholder=DATA.field.default, help=page.text("noise.values_help", most=MOST_VALUES))


def _complain(page: Page) -> None:
    """Why what is typed cannot be read, and what the picture shows instead."""
    if fault := LINE.fault(page.state):
        entry, kept = code_span(quote(fault.entry)), code_span(quote(LINE.kept(page.state)))
        reason = page.text(f"noise.unreadable.{fault.reason}", entry=entry, place=fault.place, most=MOST_VALUES)
        last_read.complain(reason, page.text("noise.unreadable.kept", values=kept))


def read(page: Page) -> tuple[str, dict[str, NoiseModel | DoesNotFit]]:
    """The name of the chosen model, and every model of the reader's data."""
    chosen, number, sigma = page.read(NOISE, CLASS, SIGMA)
    values = LINE.value(page.state)

    def model(name: str) -> NoiseModel | DoesNotFit:
        try:
            return MODELS[name](values, int(number), sigma)
        except DoesNotFit as fault:
            return fault

    return chosen, {name: model(name) for name in MODELS}


def draw_noise(page: Page) -> None:
    """−ℓ/n of the chosen model beside its formula, or why it does not fit the data."""
    _complain(page)
    chosen, models = read(page)
    model = models[chosen]
    if isinstance(model, DoesNotFit):
        limits = {"value": f"{model.value:.6g}", "place": model.place, "most": MOST_CLASSES - 1}
        st.warning(page.text(f"noise.misfit.{model.reason}", **limits), icon=":material/pause_circle:")
        return
    if page.is_on_stage:
        _picture(page, chosen, model)
        return
    picture, formula = st.columns([1, 1.15], gap="medium")
    with picture:
        _picture(page, chosen, model)
    with formula:
        name = type(model).__name__.lower()
        page.say(f"**{page.text(f'noise.means.{name}')}**")
        displayed(*lines(model, page.units))
        st.caption(page.text(f"noise.note.{name}"))
        page.careful(page.text(f"noise.careful_{'density' if name == 'gaussian' else 'mean'}"))


def _picture(page: Page, chosen: str, model: NoiseModel) -> None:
    text, units = page.text, page.units
    sign, dots, best = "μ" if chosen == "gaussian" else "p", text("noise.dots"), model.closed_form
    if isinstance(model, Categorical):
        sign = f"p{subscript(model.chosen)}"
        dots = text("noise.dots_class", number=model.chosen, sign=sign)
    least = plain(units.of(float(model.loss(best)) / len(model.values)), 4)
    draw(
        charts.noise_chart,
        charts.curve_rows(model, units),
        charts.best_rows(model, units, f"{sign} = {plain(best, 4)}:  {least}"),
        charts.dot_rows(model),
        charts.corner_rows(model, units),
        {
            "parameter": text(f"noise.axis_{chosen}", sign=sign),
            "loss": text("noise.axis_loss", log=units.log),
        },
        chosen == "gaussian",
        alt=text("noise.alt", count=len(model.values), sign=sign, best=plain(best, 4), least=least),
        key="likelihood_noise",
    )
    page.note(dots)


def draw_data(page: Page) -> None:
    """The data alone."""
    chosen, models = read(page)
    model = models[chosen]
    if not isinstance(model, DoesNotFit):
        dots, corners = charts.dot_rows(model), charts.corner_rows(model, page.units)
        values = ", ".join(f"{value:g}" for value in model.values)
        draw(charts.dots_chart, dots, corners, page.text("noise.axis_data"), alt=values, key="likelihood_noise_data")


def working(page: Page) -> None:
    """Every model with its loss, and the minimum found by search beside its closed form."""
    text, (chosen, models) = page.text, read(page)
    rows = []
    for name, model in models.items():
        cells = [text("noise.row", noise=text(f"noise.name.{name}"), loss=text(f"noise.loss.{name}"))]
        if isinstance(model, DoesNotFit):
            cells += [text("noise.does_not_fit"), "", ""]
        else:
            found, best = minimiser(model), model.closed_form
            closed = f"{text(f'noise.closed.{name}')} {plain(best, 6)}"
            cells += [plain(found, 6), closed, error_size(found - best)]
        rows.append([f"**{cell}**" if cell and name == chosen else cell for cell in cells])
    table([text(f"noise.head.{head}") for head in ("noise", "found", "closed", "difference")], rows, "llll")
    st.caption(text("noise.search"))


def _behind(page: Page) -> Snippet | None:
    """The Python for the closed form and, of the chosen model, its loss there; None where no model fits."""
    chosen, models = read(page)
    fitting = {name: model for name, model in models.items() if not isinstance(model, DoesNotFit)}
    if not fitting:
        return None
    code = f"""
    model = {fitting.get(chosen, next(iter(fitting.values())))!r}
    model.closed_form  # 6: the best parameter
    {"model.loss(model.closed_form)  # 4 nats: -log-likelihood" if chosen in fitting else ""}
    """
    return Snippet(code, page.units, (Bernoulli, Categorical, Gaussian))


def lines(model: NoiseModel, units: Units) -> list[str]:
    """The formula in symbols, the same with numbers, and its mean as a cross-entropy or a squared error."""
    if isinstance(model, Gaussian):
        return _gaussian(model, units)
    if not isinstance(model, Bernoulli | Categorical):
        raise TypeError(f"there is no formula for {type(model).__name__}")
    log, count, best = units.logarithm, len(model.values), model.closed_form
    loss = float(model.loss(best))
    if isinstance(model, Bernoulli):
        ones = int(sum(model.values))
        symbols = (
            rf"-\ell = -\sum_s\big[\truth{{x_s}}{log}\model{{p}}"
            rf" + (1-\truth{{x_s}}){log}(1-\model{{p}})\big]"
        )
        terms = [(ones, best), (count - ones, 1.0 - best)]
    else:
        symbols = (
            rf"-\ell = -\sum_s\sum_i \truth{{y_{{si}}}}{log}\model{{p_i}}, \quad \model{{p}} = \mathrm{{softmax}}(z)"
        )
        terms = list(zip(model.counts, model.shares.tolist(), strict=True))
    written = [rf"\truth{{{hits}}}\,{log}\model{{{latex(share)}}}" for hits, share in terms if hits]
    many = [*written[:IN_A_LINE], r"\dots"] if len(written) > IN_A_LINE else written
    return [
        symbols,
        rf"= -\big[{' + '.join(many)}\big] = {latex(units.of(loss), 4)}",
        rf"= n\cdot\ce{{H(\hat p, p)}} = {count}\cdot\ce{{{latex(units.of(cross_entropy_of(model, best)), 4)}}}",
    ]


def _gaussian(model: Gaussian, units: Units) -> list[str]:
    """−ℓ(μ) is a sum of squares, up to a factor and a constant; in bits all of it is divided by ln 2."""
    count, best, sigma = len(model.values), model.closed_form, model.sigma
    per = "" if units.name == "nats" else r"\frac1{\ln 2}"
    left, right = ("", "") if units.name == "nats" else (r"\Big[", r"\Big]")
    squares, constant = float(model.squares(best)), model.constant
    total = float(model.loss(best))
    wide = latex(2.0 * sigma**2) if sigma < 1 else f"{2.0 * sigma**2:g}"
    return [
        rf"-\ell = {per}{left}\se{{\frac{{\sum_s(\truth{{x_s}}-\model{{\mu}})^2}}{{2\sigma^2}}}}"
        rf" + n\ln(\sigma\sqrt{{2\pi}}){right}",
        rf"= {per}{left}\se{{\frac{{{latex(squares, 4)}}}{{{wide}}}}}"
        rf" + {count}\cdot{latex_factor(constant, 4)}{right} = {latex(units.of(total), 4)}",
        rf"-\frac{{\ell}}{{n}} = {per}{left}\frac{{\se{{C}}}}{{\sigma^2}} + \text{{const}}{right},"
        r"\quad \se{C} = \frac1{2n}\sum_s(\model{\mu}-\truth{x_s})^2",
    ]


PART: Final = Part(draw_noise, drawn_by(NOISE, CLASS, SIGMA) | {DATA.name: type_data}, working)
DETAIL: Final = when(NOISE, categorical=CLASS, gaussian=SIGMA)
ROW: Final = drawn_by(NOISE) | {DATA.name: type_data, "detail": DETAIL}
SECTION: Final = section(replace(PART, controls=ROW), _behind, [2, 2.2, 1.6])
MEASUREMENTS: Final = Part(draw_data)
