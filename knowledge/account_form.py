"""The request form as the program uses it: rules for the domain, and words for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.form import Form
from core.language import Language
from knowledge.passage import InBothLanguages, Translated


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
class FormPart(InBothLanguages[Wording]):
    """A step, field, requirement or checklist item in both languages."""

    sv: Wording
    en: Wording
    passage: str | None = None
    """The passage that says why a step or a requirement is there."""
    choices: Mapping[str, Translated] = field(default_factory=dict[str, Translated])
    """A field's choices by their ids."""
    public: bool = False
    """Whether everybody may read a field's answer, in the published register."""


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

    def answer_text(self, field_id: str, value: str, language: Language) -> str:
        """Return an answer in words: choices by their text, everything else as written.

        An id the form no longer knows is returned as it is.
        """
        words = self.fields.get(field_id)
        if words is None or not words.choices:
            return value
        chosen = ((choice, words.choices.get(choice)) for choice in value.split(","))
        return "; ".join(text.text_in(language) if text else choice for choice, text in chosen)


NO_FORM = AccountForm(Form((), ()), {}, {}, {}, {}, {}, frozenset())
"""In place of a form where the editors have written none: everything goes by its id."""
