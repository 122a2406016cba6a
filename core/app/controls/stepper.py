"""Forward and back through a few steps that Python draws: by button, and by arrow key while no field has the focus."""

from core.app import components
from core.app.controls import widgets
from core.app.controls.control import Control
from core.app.controls.fields import Number
from core.app.wording.language import Texts


def steps(name: str, last: int) -> Control[float]:
    """The control of a stepper over the steps 1 … ``last``."""
    return Control(name, Number(1.0, 1.0, float(last), 1.0))


def stepper(control: Control[float], text: Texts) -> None:
    """Buttons forward and back over the steps of a control."""
    words = {word: text(f"stepper.{word}") for word in ("back", "forward")}
    words["step"] = text("stepper.step", step="{step}", last="{last}")
    widgets.component(control, text, components.stepper, last=int(control.over_a(Number).high), words=words)
