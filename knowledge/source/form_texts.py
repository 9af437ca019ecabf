"""What the request form's file says in one language, by kind: the shapes, read into one wording."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, StringConstraints

from knowledge.account_form import Wording
from knowledge.passage import Line

MAX_EXPLANATION = 400
"""Characters of what stands above or below a field; more would hide the field on a phone."""

Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]
Explanation = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MAX_EXPLANATION)
]
Aside = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_EXPLANATION)]
"""An explanation that may be left out."""
ShortName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]


class Closed:
    """A shape that has no other fields than those it names."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class StepText(Closed):
    """What stands at the top of a step's card."""

    title: Heading
    intro: Explanation

    def wording(self) -> Wording:
        return Wording(self.title, self.intro)


@dataclass(frozen=True, slots=True)
class FieldText(Closed):
    """What stands around a field."""

    label: Line
    short: ShortName = ""
    help: Aside = ""
    example: Aside = ""

    def wording(self) -> Wording:
        return Wording(self.label, self.help, self.example, self.short)


@dataclass(frozen=True, slots=True)
class RequirementText(Closed):
    """A requirement in one language."""

    title: Line
    explain: Explanation
    ask: Aside = ""

    def wording(self) -> Wording:
        return Wording(self.title, self.explain, ask=self.ask)


@dataclass(frozen=True, slots=True)
class ItemText(Closed):
    """One line of a checklist, in one language."""

    title: Line
    help: Aside = ""

    def wording(self) -> Wording:
        return Wording(self.title, self.help)
