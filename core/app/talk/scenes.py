"""The storylines and their scenes, as data: four talks of a quarter of an hour."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.app.controls.fields import Number
from core.app.talk import answers, what_is_a_loss
from core.app.talk.scene import NATS, Estimate, Options, Scene, Storyline

BITS: Final = ("units", "bits")
QUIET: Final = ("guess", "shown")  # the race asks no question of its own beside the scene's

_SQUARED_ERROR: Final = (
    Scene(
        "wrong_start",
        "home/epochs",
        asked=(("z0", "1"),),
        revealed=(("z0", "6"),),
        controls=("z0",),
        answers=Estimate(Number(5.0, 1.0, 1000.0, 0.5), answers.epochs_ratio, 1.5),
    ),
    Scene(
        "plateau",
        "training_race/curves",
        asked=(NATS, QUIET, ("start", "fair"), ("epoch", "100")),
        revealed=(("start", "saturated"),),
        controls=("epoch",),
        answers=Options(("same", "half", "hardly"), answers.way_after_100_epochs),
    ),
    Scene(
        "vanishing_push",
        "formulas/chain",
        asked=(NATS, ("y", "0"), ("z", "0")),
        revealed=(("z", "6"),),
        controls=("z",),
        answers=Options(("grows", "same", "vanishes"), answers.push_further_out),
    ),
    Scene(
        "cancelled",
        "formulas/derivation",
        asked=(NATS, ("section", "derivation"), ("act", "cross_entropy"), ("step", "5")),
        revealed=(("step", "6"),),
        controls=("step",),
        answers=Options(("error", "damped", "quotient"), answers.what_cancelling_leaves),
    ),
    Scene(
        "trap",
        "training_race/points",
        asked=(NATS, QUIET, ("section", "convexity"), ("cdata", "two")),
        revealed=(),
        controls=(),
        answers=Options(("neither", "squared", "both"), answers.where_the_start_decides),
        replies="training_race/ends",
    ),
    Scene(
        "four_times",
        "training_race/curves",
        asked=(NATS, QUIET, ("start", "own"), ("w", "3"), ("b", "3"), ("epoch", "0")),
        revealed=(("fair", "own"), ("rate2", "0.6"), ("epoch", "57")),
        controls=("epoch",),
        answers=Options(("closed", "smaller", "ahead"), answers.gap_at_four_times_the_rate),
    ),
    Scene(
        "sure_and_wrong",
        "training_race/softmax",
        asked=(NATS, QUIET, ("section", "softmax"), ("k", "3"), ("u0", "2")),
        revealed=(("u0", "8"),),
        controls=("u0",),
        answers=Estimate(Number(10.0, 1.0, 10_000.0, 1.0), answers.softmax_ratio, 2.0),
    ),
    Scene(
        "odds",
        "training_race/curves",
        asked=(NATS, QUIET, ("start", "badly_saturated"), ("epoch", "0")),
        revealed=(("start", "own"), ("w", "4.5"), ("b", "4.5"), ("section", "law")),
        controls=("epoch",),
        answers=Estimate(Number(1.5, 1.0, 100.0, 0.1), answers.factor_of_one_unit_more, 1.2),
        replies="training_race/law",
    ),
)

_LIKELIHOOD: Final = (
    Scene(
        "best_guess",
        "likelihood/row",
        asked=(NATS, ("tosses", answers.RUN), ("p", "0.5")),
        revealed=(("p", "0.625"),),
        controls=("p",),
        answers=Estimate(Number(0.5, 0.0, 1.0, 0.005), answers.likeliest_p, 1.05),
        replies="likelihood/tosses",
    ),
    Scene(
        "one_tail",
        "likelihood/play",
        asked=(NATS, ("section", "play"), ("tosses", "HHHHTHHH"), ("p", "0.5"), ("toss", "4")),
        revealed=(("toss", "5"),),
        controls=("toss",),
        answers=Options(("little", "half", "zero"), answers.certainty_after_a_tail),
    ),
    Scene(
        "same_number",
        "likelihood/row",
        asked=(NATS, ("tosses", answers.RUN), ("p", "0.3")),
        revealed=(("section", "ways"),),
        controls=(),
        answers=Options(("equal", "constant", "depends"), answers.two_routes),
        replies="likelihood/ways",
    ),
    Scene(
        "vanishing_product",
        "likelihood/underflow",
        asked=(NATS, ("section", "underflow"), ("factors", "same"), ("factor", "0.9")),
        revealed=(("factor", "0.25"),),
        controls=("factor",),
        answers=Estimate(Number(50.0, 10.0, 100_000.0, 1.0), answers.factors_to_zero, 1.5),
    ),
    Scene(
        "orders",
        "likelihood/row",
        asked=(NATS, ("tosses", "HHTHHTHHTH"), ("p", "0.5")),
        revealed=(("section", "coins"),),
        controls=(),
        answers=Options(("with", "without", "same"), answers.larger_gradient),
        replies="likelihood/coins",
    ),
    Scene(
        "long_run",
        "likelihood/runs",
        asked=(NATS, ("section", "runs"), ("run_p", "0.7"), ("run_q", "0.7")),
        revealed=(("run_q", "0.4"),),
        controls=("run_q",),
        answers=Estimate(Number(0.5, 0.01, 2.0, 0.01), answers.price_per_toss, 1.5),
    ),
    Scene(
        "one_label",
        "likelihood/bars",
        asked=(NATS, ("section", "example"), ("probs", "0.1,0.1,0.7,0.1"), ("label", "3")),
        revealed=(),
        controls=("label",),
        answers=Options(("gap", "log", "same"), answers.charge_for_a_label),
        replies="likelihood/example",
    ),
    Scene(
        "other_noise",
        "likelihood/measurements",
        asked=(NATS, ("section", "noise"), ("noise", "gaussian"), ("data", answers.MEASURED), ("sigma", "1")),
        revealed=(),
        controls=("sigma",),
        answers=Options(("cross", "absolute", "squared"), answers.loss_of_a_bell),
        replies="likelihood/noise",
    ),
)

_DIVERGENCE: Final = (
    Scene(
        "extra_bits",
        "kl_divergence/areas",
        asked=(BITS, ("p", "0.5,0.25,0.125,0.125"), ("q", "0.5,0.25,0.125,0.125")),
        revealed=(("q", "0.125,0.5,0.25,0.125"),),
        controls=("q",),
        answers=Estimate(Number(0.1, 0.0, 5.0, 0.005), answers.extra_bits, 1.25),
    ),
    Scene(
        "both_ways",
        "kl_divergence/sums",
        asked=(BITS, ("p", "0.5,0.5"), ("q", "0.5,0.5")),
        revealed=(("q", "0.9,0.1"),),
        controls=("q",),
        answers=Options(("fair", "loaded", "same"), answers.dearer_mistake),
    ),
    Scene(
        "ruled_out",
        "kl_divergence/areas",
        asked=(BITS, ("p", "0.6,0.3,0.1"), ("q", "0.7,0.2,0.1")),
        revealed=(("q", "0.7,0.3,0"), ("section", "infinity"), ("smooth", "on")),
        controls=("smooth",),
        answers=Options(("little", "tenfold", "infinite"), answers.price_of_never),
        replies="kl_divergence/infinity",
    ),
    Scene(
        "half_way",
        "kl_divergence/sums",
        asked=(BITS, ("p", "0.5,0.25,0.125,0.125"), ("q", "0.125,0.5,0.25,0.125")),
        revealed=(("section", "near"), ("near_t", "0.5")),
        controls=("near_t",),
        answers=Options(("half", "quarter", "nothing"), answers.left_half_way),
        replies="kl_divergence/near",
    ),
    Scene(
        "soft_floor",
        "kl_divergence/steps",
        asked=(BITS, ("section", "steps"), ("softness", "0"), ("epoch", "100")),
        revealed=(("softness", "0.3"),),
        controls=("softness",),
        answers=Estimate(Number(0.1, 0.0, 5.0, 0.005), answers.floor_of_a_soft_label, 1.25),
    ),
    Scene(
        "one_bell",
        "kl_divergence/truth",
        asked=(BITS, ("section", "bell"), ("bd", "2.5"), ("bm", "1.2")),
        revealed=(),
        controls=("bm", "bs"),
        answers=Options(("both", "valley", "one"), answers.place_of_the_bell),
        replies="kl_divergence/bell",
    ),
    Scene(
        "whose_letters",
        "kl_divergence/letters",
        asked=(BITS, ("section", "letters"), ("letters_a", "en"), ("letters_b", "de")),
        revealed=(("letters_a", "own"), ("text_a", answers.SENTENCE)),
        controls=(),
        answers=Options(("en", "de", "fr", "it"), answers.nearest_language),
    ),
    Scene(
        "sure_label",
        "kl_divergence/sums",
        asked=(BITS, ("p", "0.025,0.025,0.925,0.025"), ("q", "0.1,0.1,0.7,0.1")),
        revealed=(("p", "0,0,1,0"),),
        controls=("q",),
        answers=Options(("nothing", "part", "all"), answers.part_that_training_can_lower),
    ),
    Scene(
        "overconfident",
        "predictions/too_sure",
        asked=(NATS, ("section", "too_sure"), ("sure", "1")),
        revealed=(("sure", "4"),),
        controls=("sure",),
        answers=Options(("uncertainty", "discrimination", "miscalibration"), answers.piece_that_sureness_moves),
    ),
)

STORYLINES: Final[Mapping[str, Storyline]] = MappingProxyType(
    {
        line.name: line
        for line in (
            Storyline("loss", what_is_a_loss.SCENES),
            Storyline("squared_error", _SQUARED_ERROR),
            Storyline("likelihood", _LIKELIHOOD),
            Storyline("divergence", _DIVERGENCE),
        )
    }
)
SCENES: Final[Mapping[str, Scene]] = MappingProxyType(
    {scene.name: scene for line in STORYLINES.values() for scene in line.scenes}
)


def storyline_of(name: str) -> Storyline:
    """The storyline that a scene belongs to. KeyError: no such scene."""
    scene = SCENES[name]
    return next(line for line in STORYLINES.values() if scene in line.scenes)
