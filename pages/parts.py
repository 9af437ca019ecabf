"""What a page made of a card consists of: headings, texts, lists, fields, and what is pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: Markup
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    kind: ClassVar[str] = "prose"
    text: Markup
    is_fine: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A text set apart; what its tone means stands in its words too."""

    kind: ClassVar[str] = "box"
    title: Markup | None
    text: Markup
    tone: str
    lines: tuple[str, ...] = ()
    """What it lists, a text each; empty where it is no list."""


@dataclass(frozen=True, slots=True)
class Facts:
    kind: ClassVar[str] = "facts"
    pairs: Sequence[tuple[Markup, Markup]]


@dataclass(frozen=True, slots=True)
class Press:
    """A button, or a row of a list with its detail."""

    kind: ClassVar[str] = "press"
    title: Markup
    data: str
    is_primary: bool = False
    detail: Markup | None = None


@dataclass(frozen=True, slots=True)
class WebLink:
    kind: ClassVar[str] = "link"
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Fold:
    """What opens below its title."""

    kind: ClassVar[str] = "fold"
    title: str
    parts: "Sequence[Part]"
    is_open: bool


@dataclass(frozen=True, slots=True)
class Rows:
    kind: ClassVar[str] = "rows"
    items: Sequence[Press]


@dataclass(frozen=True, slots=True)
class Buttons:
    kind: ClassVar[str] = "buttons"
    items: Sequence[Press | WebLink]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field with its label, and what is said of it."""

    kind: ClassVar[str] = "field"
    shape: str
    id: str
    name: str
    label: Markup
    value: str
    choices: Sequence[tuple[str, str]]
    longest: int | None
    help: Markup
    fault: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what a screen reader is to say of it, beside its label."""
        said = ((f"{self.id}-fault", self.fault), (f"{self.id}-help", self.help))
        return " ".join(name for name, text in said if text)

    def is_chosen(self, choice: str) -> bool:
        """Whether *choice* is among what was answered."""
        return choice in self.value.split(",") if self.shape == "boxes" else choice == self.value


@dataclass(frozen=True, slots=True)
class FaultSummary:
    """What is wrong on the page, each with the id of its field where it has one."""

    kind: ClassVar[str] = "faults"
    title: Markup
    faults: Sequence[tuple[str, str]]


Part: TypeAlias = Heading | Prose | Box | Facts | Rows | Buttons | Fold | FormField | FaultSummary
