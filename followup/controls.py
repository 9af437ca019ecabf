"""What a self-check asks, as the editors wrote it."""

from dataclasses import dataclass

from core.language import Language


@dataclass(frozen=True, slots=True)
class ControlQuestion:
    """One question of a self-check."""

    id: str
    sv: str
    en: str
    passage: str | None = None
    """The passage that says why it is asked."""

    def text_in(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class ControlSection:
    """The questions of one page."""

    id: str
    sv: str
    en: str
    questions: tuple[ControlQuestion, ...]

    def text_in(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class ControlList:
    """All that the editors wrote on following up."""

    sections: tuple[ControlSection, ...]
    impostor: str | None = None
    """The passage on what to do about an account that pretends to be ours."""
