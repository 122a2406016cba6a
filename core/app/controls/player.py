"""Play, pause, step, scrub: one frame for all charts of a page, moved in the browser without any traffic.

The charts share a parameter (``core.charts.kit.theme.frame_parameter``); this component moves it through the range
inputs that Vega makes for it, so that without the component those inputs still scrub. Python hears of the frame once
it rests.
"""

from core.app import components
from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.wording.language import Texts


def frames(name: str, last: int, default: int = 0) -> Control[float]:
    """The control of a player over the frames 0 … ``last``."""
    return Control(name, Number(float(min(default, last)), 0.0, float(last), 1.0))


def player(control: Control[float], text: Texts, *, chart: str, along: str = "") -> None:
    """The player that drives the parameter of its control's name in all charts of a container.

    ``along``: what the key of a chart begins with whose horizontal axis are the frames, and can be dragged.
    """
    words = ("frame", "play", "pause", "back", "forward", "restart", "speed")
    widgets.component(
        control,
        text,
        components.player,
        parameter=control.name,
        chart=chart,
        along=along,
        last=int(control.over_a(Number).high),
        words={word: text(f"player.{word}") for word in words},
    )
