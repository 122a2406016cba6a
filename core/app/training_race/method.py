"""How both losses descend, on one example as on data: the rates, the optimiser, the epochs, and the player's rest."""

from dataclasses import replace
from typing import Any, Final

from core.app.controls.control import Control
from core.app.controls.fields import Choice, Number, Stops
from core.app.controls.player import frames
from core.app.frame.page import Page
from core.simulation.descent.method import OPTIMISERS, PAIRINGS
from core.simulation.descent.training import MOST_EPOCHS
from core.simulation.training_race.data_race import DataRace
from core.simulation.training_race.race import Race

RATES: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.6, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
RATE: Final = Control("rate", Stops(0.15, RATES), "rate")
SECOND_RATE: Final = Control("rate2", Stops(0.15, RATES), "rate_second")  # squared error's, where it has one of its own
PAIRING: Final = Control("fair", Choice("same", PAIRINGS), "pairing.label", "pairing.{}", kind="list")
LAST_EPOCHS: Final = (1.0, 10.0, 50.0, 100.0, 200.0, 300.0, 400.0, 600.0, 800.0, 1000.0, 1500.0, 2000.0, 3000.0, 5000.0)
EPOCHS: Final = Control("epochs", Stops(600.0, LAST_EPOCHS), "epochs", form="{:.0f}".format)
OPTIMISER: Final = Control(
    "optimiser", Choice("gradient_descent", tuple(OPTIMISERS)), "optimiser.label", "optimiser.{}", kind="list"
)
MEASURE: Final = Control("show", Choice("error", ("error", "cross_entropy", "squared_error")), "show", "measures.{}")
SEED: Final = Control("seed", Number(1.0, 0.0, 9999.0, 1.0), "seed", kind="box")
CONTROLS: Final = (RATE, SECOND_RATE, PAIRING, EPOCHS, OPTIMISER, MEASURE, SEED, frames("epoch", MOST_EPOCHS))


def rate(page: Page) -> Control[float]:
    """The learning rate of both losses, or of cross-entropy where squared error's is another."""
    return RATE if page.value(PAIRING) == "same" else replace(RATE, label="rate_first")


def read(page: Page) -> dict[str, Any]:
    """What the settings of either race say of how both losses descend."""
    rate, pairing, optimiser, epochs = page.read(RATE, PAIRING, OPTIMISER, EPOCHS)
    return {
        "learning_rate": rate,
        "pairing": pairing,
        "squared_error_rate": page.value(SECOND_RATE) if pairing == "own" else rate,
        "optimiser": optimiser,
        "epochs": int(epochs),
    }


def epochs_of(race: Race | DataRace) -> Control[float]:
    """The player over the epochs of a race."""
    return frames("epoch", race.settings.epochs)


def epoch(page: Page, race: Race | DataRace) -> int:
    """The epoch at which the player rests."""
    return int(page.value(epochs_of(race)))
