"""What a table was read as."""

from dataclasses import dataclass

from core.simulation.predictions.reading.asked import Fact, ModelRead, Question, Said
from core.simulation.predictions.reading.rows import Checked
from core.simulation.predictions.reading.several import Parts


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """What a table was read as; `checked` is None while something that matters is open."""

    label: str = ""
    positive: str | None = None
    classes: tuple[str, ...] = ()
    weights: str | None = None
    models: tuple[ModelRead, ...] = ()
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    warnings: tuple[Said, ...] = ()
    refused: Said | None = None
    checked: Checked | None = None
    parts: Parts = ()  # in place of it, where rows have several labels at once: one for each label

    @property
    def settled(self) -> bool:
        """Whether numbers may be computed."""
        return self.checked is not None and not self.questions and self.refused is None
