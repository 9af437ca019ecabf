"""What the pages need to know of the form: its rules, and its words in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from accounts.form import Form
from texts.catalogue import Language

T_co = TypeVar("T_co", covariant=True)


class InLanguages(Protocol[T_co]):
    """What stands in Swedish and in English."""

    def text_in(self, language: Language, /) -> T_co: ...


class Titled(Protocol):
    @property
    def title(self) -> str: ...


class Explained(Titled, Protocol):
    @property
    def explain(self) -> str: ...


class Labelled(Protocol):
    @property
    def label(self) -> str: ...


class FieldWords(InLanguages[Labelled], Protocol):
    @property
    def public(self) -> bool:
        """Whether everybody may read the answer."""
        ...


class WrittenForm(Protocol):
    """The form as the editors have written it."""

    @property
    def rules(self) -> Form: ...
    @property
    def steps(self) -> Mapping[str, InLanguages[Titled]]: ...
    @property
    def fields(self) -> Mapping[str, FieldWords]: ...
    @property
    def requirements(self) -> Mapping[str, InLanguages[Explained]]: ...
    @property
    def checklist(self) -> Mapping[str, InLanguages[Titled]]: ...
    def answer_text(self, field_id: str, value: str, language: Language, /) -> str:
        """Return the words for an answer to a field."""
        ...


@dataclass(frozen=True, slots=True)
class NoForm:
    """Stands for the form where the editors have none: everything goes by its id."""

    rules: Form = field(default_factory=lambda: Form((), ()))
    steps: Mapping[str, InLanguages[Titled]] = field(default_factory=dict)
    fields: Mapping[str, FieldWords] = field(default_factory=dict)
    requirements: Mapping[str, InLanguages[Explained]] = field(default_factory=dict)
    checklist: Mapping[str, InLanguages[Titled]] = field(default_factory=dict)

    def answer_text(self, field_id: str, value: str, language: Language, /) -> str:
        return value
