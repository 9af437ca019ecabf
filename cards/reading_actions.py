"""What a press on a card about a revision of the routine means."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from cards.account_actions import CaseAction, Entered

RevisionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
RoutineId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}$")]


class ReadingAction(CaseAction):
    """Base of the presses on such cards."""


class OpenReading(ReadingAction):
    """Show the revision in use, and whether one has read it."""

    action: Literal["open_reading"] = "open_reading"
    routine: RoutineId | None = None
    """Of which; without it, of the only one that has revisions, or the choice between them."""


class ConfirmReading(ReadingAction):
    """Say that one has read a revision."""

    entered = ("said",)
    action: Literal["confirm_reading"] = "confirm_reading"
    revision: RevisionId
    said: Entered = Field(default_factory=dict)


AboutReadings: TypeAlias = OpenReading | ConfirmReading
