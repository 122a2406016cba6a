"""Which loss is whose likelihood: the same data under Bernoulli, categorical and Gaussian noise."""

from collections.abc import Iterable
from typing import Any, Final, cast

import streamlit as st

from core.app.controls import widgets
from core.app.controls.fields import Choice, Stops, Text, quote
from core.app.controls.last_read import Line, last_readable
from core.app.drawing import draw
from core.app.frame.page import Page
from core.app.take_home.snippet import Printed, Snippet, behind, in_units
from core.app.wording.code_span import code_span
from core.app.wording.figures import error_size, latex, latex_factor, plain
from core.app.wording.language import Texts, inline
from core.app.wording.notes import careful
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

NOISE: Final = Choice("bernoulli", tuple(MODELS))
CLASS: Final = Choice("1", tuple(str(number) for number in range(MOST_CLASSES)))
SIGMA: Final = Stops(1.0, (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1000.0))


def show(page: Page) -> Snippet | None:
    """The section: the noise and the data above, −ℓ/n beside its formula, and the check of all three models."""
    text = page.text
    noise_column, data_column, more_column = st.columns([2, 2.2, 1.6], vertical_alignment="bottom", gap="medium")
    with noise_column:
        names = {name: text(f"noise.name.{name}") for name in NOISE.options}
        chosen = widgets.choice("noise", text("noise.model"), NOISE, text, names, hide_label=False)
    with data_column:
        typed = _values_field(text)
    with more_column:
        number, sigma = _details(page, chosen)
    values = _settled(text, typed)
    models = {name: _model(name, values, number, sigma) for name in MODELS}
    model = models[chosen]
    if isinstance(model, DoesNotFit):
        st.warning(misfit(page, chosen, model), icon=":material/pause_circle:")
    else:
        picture_column, formula_column = st.columns([1, 1.15], gap="medium")
        with picture_column:
            _picture(page, chosen, model)
        with formula_column:
            formulas(page, model)
    _table(page, models, chosen)
    st.caption(text("noise.search"))
    return _behind(page, model, models.values())


def _details(page: Page, chosen: str) -> tuple[int, float]:
    """The class whose probability is looked at, and σ: each on screen only under its own model."""
    text = page.text
    names = {option: option for option in CLASS.options}
    number = widgets.choice(
        "class", text("noise.class"), CLASS, text, names, hide_label=False, shown=chosen == "categorical"
    )
    sigma = widgets.stops("sigma", text("noise.sigma"), SIGMA, text, lambda s: f"{s:g}", shown=chosen == "gaussian")
    return int(number), sigma


def _model(name: str, values: tuple[float, ...], number: int, sigma: float) -> NoiseModel | DoesNotFit:
    try:
        return MODELS[name](values, number, sigma)
    except DoesNotFit as fault:
        return fault


def misfit(page: Page, name: str, fault: DoesNotFit) -> str:
    """Why a value cannot come from a model."""
    return page.text(
        f"noise.misfit.{fault.reason}", value=f"{fault.value:.6g}", place=fault.place, most=MOST_CLASSES - 1
    )


def parameter(model: NoiseModel) -> str:
    """The sign of a model's parameter."""
    if isinstance(model, Categorical):
        return f"p{subscript(model.chosen)}"
    return "μ" if isinstance(model, Gaussian) else "p"


def _picture(page: Page, chosen: str, model: NoiseModel) -> None:
    text, units = page.text, page.units
    sign, best = parameter(model), model.closed_form
    least = plain(units.of(float(model.loss(best)) / len(model.values)), 4)
    log = "ln" if units.name == "nats" else "log₂"
    draw(
        charts.noise_chart,
        charts.curve_rows(model, units),
        charts.best_rows(model, units, f"{sign} = {plain(best, 4)}:  {least}"),
        charts.dot_rows(model),
        charts.corner_rows(model, units),
        {
            "parameter": text(f"noise.axis_{chosen}", sign=sign),
            "loss": text("noise.axis_loss", log=log, units=text(units.name)),
        },
        chosen == "gaussian",
        alt=text("noise.alt", count=len(model.values), sign=sign, best=plain(best, 4), least=least),
        key="likelihood_noise",
    )
    if isinstance(model, Categorical):
        st.caption(text("noise.dots_class", number=model.chosen, sign=sign))
    else:
        st.caption(text("noise.dots"))


def _table(page: Page, models: dict[str, NoiseModel | DoesNotFit], chosen: str) -> None:
    """Every model with its loss, and the minimum found by search beside its closed form."""
    text = page.text
    heads = ("noise", "found", "closed", "difference")
    lines = ["| " + " | ".join(text(f"noise.head.{head}") for head in heads) + " |", "|---|---|---|---|"]
    for name, model in models.items():
        strong = "**" if name == chosen else ""
        cells = [text("noise.row", noise=text(f"noise.name.{name}"), loss=text(f"noise.loss.{name}"))]
        if isinstance(model, DoesNotFit):
            cells += [text("noise.does_not_fit"), "", ""]
        else:
            found, best = minimiser(model), model.closed_form
            closed = f"{text(f'noise.closed.{name}')} {plain(best, 6)}"
            cells += [plain(found, 6), closed, error_size(found - best)]
        lines.append("| " + " | ".join(f"{strong}{cell}{strong}" if cell else "" for cell in cells) + " |")
    st.markdown("\n".join(lines))


def _behind(page: Page, chosen: NoiseModel | DoesNotFit, models: Iterable[NoiseModel | DoesNotFit]) -> Snippet | None:
    """The Python for the closed form and, of the chosen model, its loss there; None where no model fits."""
    model = next((one for one in (chosen, *models) if not isinstance(one, DoesNotFit)), None)
    if model is None:
        return None
    units, best = page.units, model.closed_form
    printed = [Printed("model.closed_form", best, 6, "the best parameter")]
    if model is chosen:
        loss = units.of(float(model.loss(best)))
        printed.append(
            Printed(in_units("model.loss(model.closed_form)", units), loss, 4, f"-log-likelihood in {units.name}")
        )
    return behind((cast(Any, type(model)),), f"model = {model!r}", *printed)


IN_A_LINE = 3  # classes written out; a phone holds no more


def formulas(page: Page, model: NoiseModel) -> None:
    """What the loss is, its formula, the numbers under it, and what to be careful about."""
    text, units = page.text, page.units
    name = name_of(model)
    st.markdown(f"**{text(f'noise.means.{name}')}**")
    for line in lines(model, units):
        st.markdown(inline(line, display=True))
    st.caption(text(f"noise.note.{name}"))
    note = "careful_density" if isinstance(model, Gaussian) else "careful_mean"
    careful(text, text(f"noise.{note}"))


def name_of(model: NoiseModel) -> str:
    """The id of a model."""
    return type(model).__name__.lower()


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


VALUES: Final = Text("1 0 1 1 0 1 1 1 0 1 0 1", 400)
LAST_READ: Final = "data_read"  # the last line that could be read: what the picture shows


def _values_field(text: Texts) -> str:
    """The line to type values into."""
    return widgets.text_input(
        "data",
        text("noise.values"),
        VALUES,
        text,
        placeholder=VALUES.default,
        help=text("noise.values_help", most=MOST_VALUES),
    )


def _settled(text: Texts, typed: str) -> tuple[float, ...]:
    """The values that the picture shows: those typed, or the last that could be read, with a word on why."""

    def why(fault: Unreadable, kept: str, values: tuple[float, ...]) -> tuple[str, str]:
        del values
        entry = code_span(quote(fault.entry))
        reason = text(f"noise.unreadable.{fault.reason}", entry=entry, place=fault.place, most=MOST_VALUES)
        return reason, text("noise.unreadable.kept", values=code_span(quote(kept)))

    return last_readable(Line("data", VALUES, LAST_READ, read_values, Unreadable), typed, why)
