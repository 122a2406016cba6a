"""Every part that a scene can name, and every control of each page, by their names in links."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from core.app.controls.control import Control
from core.app.controls.fields import Choice
from core.app.formulas import batch, classes, derivation, labels, twice, weights
from core.app.formulas import hero as formulas_hero
from core.app.formulas.laboratory import errors as laboratory
from core.app.frame.catalogue import TOPICS
from core.app.frame.page import UNIT, Part
from core.app.home import epochs, surprise
from core.app.kl_divergence import bell, infinity, letters, near, steps
from core.app.kl_divergence import hero as kl_hero
from core.app.likelihood import classifier, coins, example, faces, noise, play, runs, underflow, ways
from core.app.likelihood.tosses import hero as likelihood_hero
from core.app.predictions import too_sure
from core.app.training_race import convexity, law, nielsen, playground, softmax
from core.app.training_race.one_example import race

PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "home/epochs": epochs.PART,
        "home/surprise": surprise.SURPRISE,
        "home/base_rate": surprise.BASE_RATE,
        "formulas/losses": formulas_hero.PART,
        "formulas/chain": formulas_hero.CHAIN,
        "formulas/derivation": derivation.PART,
        "training_race/curves": race.CURVES,
        "training_race/law": law.PART,
        "training_race/points": convexity.POINTS,
        "training_race/ends": convexity.ENDS,
        "training_race/nielsen": nielsen.PART,
        "training_race/playground": playground.PART,
        "training_race/softmax": softmax.PART,
        "likelihood/tosses": likelihood_hero.PART,
        "likelihood/row": play.TOSSES,
        "likelihood/play": play.PART,
        "likelihood/ways": ways.PART,
        "likelihood/underflow": underflow.PART,
        "likelihood/coins": coins.PART,
        "likelihood/runs": runs.PART,
        "likelihood/bars": example.BARS,
        "likelihood/example": example.LOSS,
        "likelihood/measurements": noise.MEASUREMENTS,
        "likelihood/noise": noise.PART,
        "kl_divergence/probabilities": kl_hero.PROBABILITIES,
        "kl_divergence/areas": kl_hero.AREAS,
        "kl_divergence/sums": kl_hero.SUMS,
        "kl_divergence/infinity": infinity.PART,
        "kl_divergence/near": near.PART,
        "kl_divergence/steps": steps.PART,
        "kl_divergence/truth": bell.TRUTH,
        "kl_divergence/bell": bell.PART,
        "kl_divergence/letters": letters.PART,
        "predictions/too_sure": too_sure.PART,
    }
)


_MODULES: Final = {
    "home": (epochs, surprise),
    "formulas": (formulas_hero, derivation, classes, labels, batch, twice, weights, laboratory),
    "training_race": (race, convexity, nielsen, playground, softmax),
    "likelihood": (likelihood_hero, play, coins, faces, underflow, runs, example, noise, classifier),
    "kl_divergence": (kl_hero, infinity, near, steps, bell, letters),
    "predictions": (too_sure,),
}
CONTROLS: Final[Mapping[str, Mapping[str, Control[Any]]]] = MappingProxyType(
    {
        topic: MappingProxyType({control.name: control for module in modules for control in module.CONTROLS})
        for topic, modules in _MODULES.items()
    }
)


def known(topic: str) -> Mapping[str, Control[Any]]:
    """What a link to a page may set: its own controls, the open section, and what all pages share."""
    section = Control("section", Choice("", ("", *TOPICS[topic].sections)))
    return {**CONTROLS[topic], UNIT.name: UNIT, section.name: section}
