"""What a press on a card about a request or an account means.

Fields of the card come back beside the button's data, named `answer.<field>` and the like, and
are gathered into one mapping for each kind. What is said in the fields of one button is named
after it (`said.declined`): some clients send every field of a card with any button.
"""

from typing import Annotated, Any, ClassVar, Literal, Protocol, Self, TypeAlias, TypedDict, cast

from pydantic import Field, StringConstraints, model_validator

from accounts.account import Account
from accounts.request import AccountRequest
from accounts.walk import Move
from cards.press import CardPress
from core.language import Language
from core.person import is_person_id, picked
from texts.catalogue import Catalogue

CaseId = Annotated[str, StringConstraints(pattern=r"^(sm|konto)-[a-z2-7]{8}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,60}$")]
Held = Annotated[str, StringConstraints(pattern=r"^(answer|reason|person)\.[a-z0-9_-]{1,60}$")]
Entered = Annotated[dict[Name, str], Field(max_length=60)]
Skip = Annotated[int, Field(ge=0, le=10_000)]
Version = Annotated[int, Field(ge=0, le=10_000_000)]


class CaseAction(CardPress):
    """Base of the presses on such cards: in which language, and what fields came along."""

    entered: ClassVar[tuple[str, ...]] = ()
    """The mappings that fields are gathered into: `answer.syfte` goes into `answer`."""
    language: Language
    apart: bool = False
    """Whether what it shows comes as a message of its own, and the card pressed stays."""

    @model_validator(mode="before")
    @classmethod
    def gather(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        gathered: dict[str, Any] = {}
        for key, value in cast(dict[object, Any], data).items():
            kind, dot, name = str(key).partition(".")
            if dot and kind in cls.entered:
                gathered.setdefault(kind, {})[name] = value
            elif not dot:
                gathered.setdefault(str(key), value)
        return gathered


class OnCase(CaseAction):
    """A press on what was seen of one request or account."""

    case: CaseId
    seen: Version


class StartRequest(CaseAction):
    """Begin a request; with `another`, although one has been begun already."""

    action: Literal["start_request"] = "start_request"
    another: bool = False


class MyCases(CaseAction):
    """Show all requests and accounts of one's own, from number `skip` on.

    With `closed`, a walk was left for now, and the way back to it is told.
    """

    action: Literal["my_cases"] = "my_cases"
    skip: Skip = 0
    closed: bool = False


class OpenCase(CaseAction):
    """Show one request, its walk where it is a draft, or one account."""

    action: Literal["open_case"] = "open_case"
    case: CaseId


class LeaveStep(OnCase):
    """Leave a step of the walk, with what was entered."""

    entered = ("answer", "reason", "person")
    action: Literal["leave_step"] = "leave_step"
    step: Name
    move: Move
    held: Annotated[tuple[Held, ...], Field(max_length=60)] = ()
    """The fields that held something when the card was drawn, and may have been emptied."""
    answer: Entered = Field(default_factory=dict)
    reason: Entered = Field(default_factory=dict)
    person: Entered = Field(default_factory=dict)

    @model_validator(mode="after")
    def take_the_missing_for_emptied(self) -> Self:
        """Clients leave out what has been emptied; one that sends no field at all says nothing.

        Whoever was picked goes before a name that was there already; a new one is theirs.
        """
        if self.answer or self.person:
            for field in self.held:
                kind, _, name = field.partition(".")
                getattr(self, kind).setdefault(name, "")
        for name, picked_id in self.person.items():
            written = "" if f"answer.{name}" in self.held else self.answer.get(name, "")
            self.answer[name] = meant(picked_id, written or self.answer.get(name, ""), written)
        return self


def meant(picked_id: str, written: str, name: str) -> str:
    """Return who was picked, under the *name* that was written for them; else what was written."""
    return picked(name, picked_id) if is_person_id(picked_id) else written


class CopyRequest(CaseAction):
    """Begin a request that is answered as an earlier one was."""

    action: Literal["copy_request"] = "copy_request"
    case: CaseId


class GoToStep(OnCase):
    """Go straight to a step of the walk."""

    action: Literal["go_to_step"] = "go_to_step"
    step: Name


class SendRequest(OnCase):
    """Send a request on its way; with `unconfirmed`, without waiting for the manager."""

    action: Literal["send_request"] = "send_request"
    unconfirmed: bool = False


class GiveUp(OnCase):
    """Throw a draft away or withdraw a request."""

    action: Literal["give_up"] = "give_up"


class Tick(OnCase):
    """Say which items of the checklist are done."""

    entered = ("done", "said")
    action: Literal["tick"] = "tick"
    done: Entered = Field(default_factory=dict)
    said: Entered = Field(default_factory=dict)
    live: bool = False  # at the address, at the same time


class PrintRecord(CaseAction):
    """Ask for the page of a request that goes to the records."""

    action: Literal["print_record"] = "print_record"
    case: CaseId


AccountAction: TypeAlias = (
    StartRequest
    | MyCases
    | OpenCase
    | LeaveStep
    | CopyRequest
    | GoToStep
    | SendRequest
    | GiveUp
    | Tick
    | PrintRecord
)


class SeenCase(TypedDict):
    """What every press on a case carries: unpacked into its action."""

    language: Language
    case: str
    seen: int


def seen_case(case: AccountRequest | Account, texts: Catalogue) -> SeenCase:
    """Return what a press on *case*, as it is shown, carries."""
    return {"language": texts.language, "case": case.id, "seen": case.version}


def ticked(done: dict[str, str]) -> frozenset[str]:
    return frozenset(name for name, value in done.items() if value == "true")


class AsksSomebody(Protocol):
    """A press with the two fields for a person in it."""

    @property
    def said(self) -> dict[str, str]: ...
    @property
    def person(self) -> dict[str, str]: ...


def who_is_meant(action: AsksSomebody) -> str:
    written = action.said.get("who", "")
    return meant(action.person.get("who", ""), written, written)
