"""What an examination of a deployment finds."""

from dataclasses import dataclass, field
from enum import StrEnum

from texts.catalogue import Catalogue

_LABEL = 5
"""Letters of the longest word for a condition."""


class Condition(StrEnum):
    """How bad it is."""

    WELL = "well"
    LOOK = "look"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; its sentence, and how to mend it, stand among the texts by its key."""

    key: str
    condition: Condition
    facts: dict[str, object] = field(default_factory=dict[str, object])

    def in_words(self, texts: Catalogue) -> str:
        label = f"{texts.say(f'doctor.{self.condition}'):<{_LABEL}}"
        said = f"{label} {texts.say(f'doctor.{self.key}', **self.facts)}"
        if self.condition is Condition.WELL:
            return said
        mend = texts.say(f"doctor.mend.{self.key}", **self.facts)
        return f"{said}\n{'':<{_LABEL}} → {mend}"


def well(key: str, **facts: object) -> Finding:
    return Finding(key, Condition.WELL, facts)


def look(key: str, **facts: object) -> Finding:
    """Return what works, but somebody should look at."""
    return Finding(key, Condition.LOOK, facts)


def ill(key: str, **facts: object) -> Finding:
    return Finding(key, Condition.ILL, facts)
