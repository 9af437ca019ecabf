"""The request form as the program uses it: rules for the domain, and words for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, StringConstraints

from accounts.form import Form
from knowledge.passage import InBothLanguages, Language, Line, Slug, Translated

MAX_EXPLANATION = 400
"""Characters of what stands above or below a field; more would hide the field on a phone."""

Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]
Explanation = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_EXPLANATION)
]
Aside = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_EXPLANATION)]
"""An explanation that may be left out."""
ShortName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]

_CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class StepText:
    """What stands at the top of a step's card."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    title: Heading
    intro: Explanation


@dataclass(frozen=True, slots=True)
class StepWords(InBothLanguages[StepText]):
    """A step in both languages, and the passage that says why it is asked."""

    sv: StepText
    en: StepText
    passage: Slug


@dataclass(frozen=True, slots=True)
class FieldText:
    """What stands around a field; an example is shown in the empty field."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    label: Line
    short: ShortName = ""
    help: Aside = ""
    example: Aside = ""

    @property
    def called(self) -> str:
        """What the field is called where answers are listed, with less room than a question."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class FieldWords(InBothLanguages[FieldText]):
    """A field in both languages, with its choices by their ids."""

    sv: FieldText
    en: FieldText
    choices: Mapping[str, Translated]
    public: bool
    """Whether the answer may be read by everybody, in the published register."""


@dataclass(frozen=True, slots=True)
class RequirementText:
    """A requirement in one language; `ask` is the label of the field for a reason."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    title: Line
    explain: Explanation
    ask: Aside = ""


@dataclass(frozen=True, slots=True)
class RequirementWords(InBothLanguages[RequirementText]):
    """A requirement in both languages, and the passage behind it where there is one."""

    sv: RequirementText
    en: RequirementText
    passage: Slug | None


@dataclass(frozen=True, slots=True)
class ItemText:
    """One line of a checklist, in one language."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED
    title: Line
    help: Aside = ""


@dataclass(frozen=True, slots=True)
class ItemWords(InBothLanguages[ItemText]):
    """One line of a checklist."""

    sv: ItemText
    en: ItemText


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The whole form; everything in it is found by the ids that `rules` uses."""

    rules: Form
    steps: Mapping[str, StepWords]
    fields: Mapping[str, FieldWords]
    requirements: Mapping[str, RequirementWords]
    checklist: Mapping[str, ItemWords]
    closing: Mapping[str, ItemWords]
    offered_on: frozenset[str]
    """The topics whose answers offer to start a request."""

    def answer_text(self, field_id: str, value: str, language: Language) -> str:
        """Return an answer as it is read: choices in words, everything else as it stands.

        What the form no longer knows is returned as it was answered.
        """
        field = self.fields.get(field_id)
        if field is None or not field.choices:
            return value
        chosen = ((choice, field.choices.get(choice)) for choice in value.split(","))
        return "; ".join(words.text_in(language) if words else choice for choice, words in chosen)


NO_FORM = AccountForm(Form((), ()), {}, {}, {}, {}, {}, frozenset())
"""Stands for the form where the editors have written none: everything goes by its id."""
