"""Closed forms beside the numbers: forward KL's fit is moment matching, and KL between two bells has a formula."""

import math
from typing import Final

import streamlit as st

from core.app.controls.control import Control
from core.app.controls.fields import Stops
from core.app.frame.page import Page
from core.app.wording.blocks import displayed
from core.app.wording.figures import error_size, free_of_rounding, latex, latex_factor, plain
from core.simulation.kl_divergence.bell import REACH, Bells, bell_divergence, divergence, grid, log_bell
from core.simulation.kl_divergence.bell_fits import Fit

SPACING: Final = Control("bn", Stops(1.0, (0.02, 0.1, 0.5, 1.0, 2.0, 4.0)), "bell.spacing")


def write(page: Page, mixture: Bells, forward: Fit, *shown: Control[float]) -> None:
    """Two columns: moments of the mixture against the descent, and KL of two bells against its integral.

    The widgets of the controls ``shown`` stand between the formula and the integral.
    """
    first, second = st.columns(2, gap="medium")
    with first:
        _moments(page, mixture, forward)
    with second:
        _two_bells(page, mixture, *shown)


def _moments(page: Page, mixture: Bells, forward: Fit) -> None:
    text = page.text
    st.markdown(f"**{text('bell.moments')}**")
    displayed(
        r"\begin{aligned} m &= \textstyle\sum_i \truth{\pi_i\,\mu_i} \\ s^2 &= "
        r"\textstyle\sum_i \truth{\pi_i}\,\big(\truth{\sigma_i^2} + (\truth{\mu_i} - m)^2\big)"
        r" \end{aligned}"
    )
    d, mean = mixture.distance, mixture.mean
    left, right = latex(mixture.share, 2), latex(1.0 - mixture.share, 2)
    displayed(
        rf"\begin{{aligned}} m &= {left}\cdot {latex_factor(-d, 1)} + {right}\cdot{latex(d, 1)} = {latex(mean, 4)}"
        rf" \\ s^2 &= {left}\,({latex(mixture.left, 1)}^2 + {latex_factor(-d - mean, 2)}^2) \\ &\quad + {right}\,"
        rf"({latex(mixture.right, 1)}^2 + {latex_factor(d - mean, 2)}^2) = {latex(mixture.variance, 4)}"
        r" \end{aligned}"
    )
    width = math.sqrt(mixture.variance)
    said = text(
        "bell.matched",
        m=plain(free_of_rounding(forward.mean), 4),
        s=plain(forward.width, 4),
        closed_m=plain(mean, 4),
        closed_s=plain(width, 4),
        off=error_size(max(abs(forward.mean - mean), abs(forward.width - width))),
    )
    st.markdown(f":small[{said}]")


def _two_bells(page: Page, mixture: Bells, *shown: Control[float]) -> None:
    """KL of the left bell from forward KL's fit, by the formula and by trapezoids as wide as the reader likes."""
    text, units = page.text, page.units
    m1, s1, m2, s2 = -mixture.distance, mixture.left, mixture.mean, math.sqrt(mixture.variance)
    per = "" if units.name == "nats" else r"\frac{1}{\ln 2}"
    opened, closed = ("", "") if units.name == "nats" else (r"\Big[", r"\Big]")
    st.markdown(f"**{text('bell.two_bells')}**")
    displayed(rf"{per}{opened}\ln\frac{{s_2}}{{s_1}} + \frac{{s_1^2 + (m_1 - m_2)^2}}{{2 s_2^2}} - \frac12{closed}")
    exact = bell_divergence(m1, s1, m2, s2)
    displayed(
        rf"\begin{{aligned}} &{per}{opened}\ln\frac{{{latex(s2, 2)}}}{{{latex(s1, 2)}}} + "
        rf"\frac{{{latex(s1, 2)}^2 + ({latex(m1, 2)} - {latex_factor(m2, 2)})^2}}{{2 \cdot {latex(s2, 2)}^2}}"
        rf" - \frac12{closed} \\ &= {latex(units.of(exact), 4)} \end{{aligned}}"
    )
    for control in shown:
        page.show(control)
    x = grid(round(2.0 * REACH / page.value(SPACING)) + 1)
    summed = divergence(log_bell(x, m1, s1), log_bell(x, m2, s2))
    off = abs(summed - exact)
    # Two bells that are one have KL 0, of which nothing can be a share.
    relative = exact > 1e-12
    said = text(
        "bell.relative" if relative else "bell.absolute",
        summed=plain(units.of(summed), 4),
        off=error_size(off / exact if relative else units.of(off)),
    )
    st.markdown(f":small[{said}]")
