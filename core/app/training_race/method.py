"""How both losses descend: the learning rate, what makes the race fair, the optimiser."""

from typing import Final

from core.app.controls import widgets
from core.app.controls.fields import Choice, Stops
from core.app.frame.page import Page
from core.simulation.descent.method import OPTIMISERS, PAIRINGS

RATES: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
RATE: Final = Stops(0.15, RATES)
EPOCHS: Final = Stops(
    600.0, (1.0, 10.0, 50.0, 100.0, 200.0, 300.0, 400.0, 600.0, 800.0, 1000.0, 1500.0, 2000.0, 3000.0, 5000.0)
)
PAIRING: Final = Choice("same", PAIRINGS)
OPTIMISER: Final = Choice("gradient_descent", tuple(OPTIMISERS))


def learning_rate(page: Page, pairing: str) -> float:
    """The learning rate of both losses, or of cross-entropy where squared error has one of its own."""
    label = page.text("rate_first" if pairing != "same" else "rate")
    return widgets.stops("rate", label, RATE, page.text, _short)


def squared_error_rate(page: Page) -> float:
    """The learning rate of squared error, where each loss has its own."""
    return widgets.stops("rate2", page.text("rate_second"), RATE, page.text, _short)


def pairing(page: Page) -> str:
    """What makes the race fair: one rate, one length of the first step, or a rate for each."""
    names = {name: page.text(f"pairing.{name}") for name in PAIRING.options}
    return widgets.choice("fair", page.text("pairing.label"), PAIRING, page.text, names, hide_label=False, style="list")


def epochs(page: Page, shown: bool) -> int:
    """How many epochs are trained."""
    return int(
        widgets.stops("epochs", page.text("epochs"), EPOCHS, page.text, lambda value: f"{value:.0f}", shown=shown)
    )


def optimiser(page: Page, shown: bool) -> str:
    """What turns gradients into steps."""
    names = {name: page.text(f"optimiser.{name}") for name in OPTIMISER.options}
    label = page.text("optimiser.label")
    return widgets.choice("optimiser", label, OPTIMISER, page.text, names, hide_label=False, style="list", shown=shown)


def _short(value: float) -> str:
    return f"{value:g}"
