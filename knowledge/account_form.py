"""The request form as the program uses it: rules for the domain, and words for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from accounts.form import OTHER, PLATFORM, PLATFORM_NAME, UNIT, Form, unit_of
from accounts.values import FieldKind
from core.language import Language
from core.person import named_and_picked
from knowledge.languages import InLanguages, untranslated
from knowledge.passage import (
    Translated,
)
from knowledge.routine import Unit

if TYPE_CHECKING:
    from knowledge.base import Base


class NoForm(Exception):
    """The base in use has no form to fill in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a part of the form says in one language; a part uses those that it needs."""

    title: str
    help: str = ""
    """A step's introduction, a requirement's explanation, or what stands below a field or box."""
    example: str = ""
    """Shown in the empty field."""
    short: str = ""
    ask: str = ""
    """The label of the field for a reason."""

    @property
    def called(self) -> str:
        """What a field is called where answers are listed, with less room than a question."""
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class FormPart(InLanguages[Wording]):
    """A step, field, requirement or checklist item in both languages."""

    sv: Wording
    en: Wording | None = None
    translations: Mapping[Language, Wording] = untranslated()
    passage: str | None = None
    """The passage that says why a step or a requirement is there."""
    choices: Mapping[str, Translated] = field(default_factory=dict[str, Translated])
    """A field's choices by their ids."""
    public: bool = False
    """Whether everybody may read a field's answer, in the published register."""


OTHER_UNIT = Translated("Annan enhet", "Another unit")
"""The last choice of a unit, for one that isn't in the list."""


@dataclass(frozen=True, slots=True)
class AccountForm:
    """The whole form; its parts are found by the ids that `rules` uses."""

    rules: Form
    steps: Mapping[str, FormPart]
    fields: Mapping[str, FormPart]
    requirements: Mapping[str, FormPart]
    checklist: Mapping[str, FormPart]
    closing: Mapping[str, FormPart]
    offered_on: frozenset[str]
    """The topics whose answers offer to start a request."""
    units: Mapping[str, Unit] = field(default_factory=dict[str, Unit])
    report_pages: Mapping[str, str] = field(default_factory=dict[str, str])
    """Where each platform takes reports of accounts that pretend to be somebody."""

    def answer_text(self, field_id: str, value: str, language: Language) -> str:
        """Return an answer in words: choices by their text, everything else as written.

        An id the form no longer knows is returned as it is.
        """
        rule = self.rules.field(field_id)
        if rule is not None and rule.kind is FieldKind.PERSON:
            name, picked_id = named_and_picked(value)
            return name or picked_id or ""
        words = self.fields.get(field_id)
        if words is None or not words.choices:
            return value
        chosen = [(choice, words.choices.get(choice)) for choice in value.split(",")]
        if not any(text for _, text in chosen):  # written freely, in an older form
            return value
        return "; ".join(text.text_in(language) if text else choice for choice, text in chosen)

    def unit_text(self, answers: Mapping[str, str], language: Language) -> str:
        """Return the name of the unit that a request is about."""
        return self.answer_text(UNIT, unit_of(answers), language)

    def board_of(self, answers: Mapping[str, str]) -> str:
        """Return the political board of the unit, its own or that of one it is in, if it is known.

        The check holds that no unit is within itself.
        """
        unit = self.units.get(unit_of(answers))
        while unit is not None and unit.board is None:
            unit = self.units.get(unit.parent or "")
        return unit.board or "" if unit else ""

    def platform_text(self, answers: Mapping[str, str], language: Language) -> str:
        """Return the name of the platform that a request is about."""
        platform = answers.get(PLATFORM, "")
        named = answers.get(PLATFORM_NAME, "") if platform == OTHER else ""
        return named or self.answer_text(PLATFORM, platform, language)


NO_FORM = AccountForm(Form((), ()), {}, {}, {}, {}, {}, frozenset())
"""In place of a form where the editors have written none: everything goes by its id."""


def form_in(base: "Base") -> AccountForm:
    """Return the form of *base*; raise `NoForm` where it has none."""
    if base.account_form is None:
        raise NoForm
    return base.account_form
