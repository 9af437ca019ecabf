"""What a self-check asks, as the editors wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.language import FIRST, Language


@dataclass(frozen=True, slots=True)
class ControlQuestion:
    """One question of a self-check."""

    id: str
    said: Mapping[Language, str]
    passage: str | None = None
    """The passage that says why it is asked."""

    def text_in(self, language: Language) -> str:
        return self.said.get(language, self.said[FIRST])


@dataclass(frozen=True, slots=True)
class ControlSection:
    """The questions of one page."""

    id: str
    said: Mapping[Language, str]
    questions: tuple[ControlQuestion, ...]

    def text_in(self, language: Language) -> str:
        return self.said.get(language, self.said[FIRST])


@dataclass(frozen=True, slots=True)
class ControlList:
    """All that the editors wrote on following up."""

    sections: tuple[ControlSection, ...]
    impostor: str | None = None
    """The passage on what to do about an account that pretends to be ours."""
