"""Play, pause, step, scrub: one frame for all charts of a page, moved in the browser without any traffic.

The charts share a parameter (``core.charts.kit.theme.frame_parameter``); this component moves it through the range
inputs that Vega makes for it, so that without the component those inputs still scrub. Python hears of the frame once
it rests.
"""

from core.app import components
from core.app.controls import widgets
from core.app.controls.fields import Number
from core.app.wording.language import Texts


def player(name: str, frames: int, default: int, text: Texts, *, chart: str) -> int:
    """The frame at rest, in 0 … ``frames``; it drives the parameter ``name`` of all charts in a container."""
    field = Number(float(min(default, frames)), 0.0, float(frames), 1.0)

    def make(key: str, value: float, news: int) -> object:
        words = ("frame", "play", "pause", "back", "forward", "restart", "speed")
        state = components.player(
            key=key,
            data={
                "parameter": name,
                "chart": chart,
                "last": frames,
                "value": int(field.snap(value)),
                "news": news,
                "words": {word: text(f"player.{word}") for word in words},
            },
            default={"value": value},
            on_value_change=lambda: None,
            height="content",
        )
        return state.value

    return int(widgets.component(name, field, text, make))
