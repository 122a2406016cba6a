"""Forward and back through a few steps that Python draws: by button, and by arrow key while no field has the focus."""

from core.app import components
from core.app.controls import widgets
from core.app.controls.fields import Number
from core.app.wording.language import Texts


def stepper(name: str, last: int, text: Texts) -> int:
    """The step that is shown, 1 … ``last``."""
    field = Number(1.0, 1.0, float(last), 1.0)

    def make(key: str, value: float, news: int) -> object:
        words = {word: text(f"stepper.{word}") for word in ("back", "forward")}
        words["step"] = text("stepper.step", step="{step}", last="{last}")
        state = components.stepper(
            key=key,
            data={"last": last, "value": int(field.snap(value)), "news": news, "words": words},
            default={"value": value},
            on_value_change=lambda: None,
            height="content",
        )
        return state.value

    return int(widgets.component(name, field, text, make))
