"""A page of a self-check: what comes with it, what is wrong there, and what is shown next."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.entered_text import LONGEST_REMARK
from core.errors import HoldsPersonalData, TooLong
from core.person import Person
from followup.controls import ControlSection
from followup.deviation import Deviation
from followup.round import Round
from followup.self_check import Compliance, ControlAnswer, SelfCheck


class PageFault(StrEnum):
    """What can be wrong at a question; the sentence for each is under `check.fault.`."""

    UNANSWERED = "unanswered"
    COMMENT_MISSING = "comment-missing"
    TOO_LONG = "too-long"
    PERSONAL_DATA = "personal-data"


class PageMove(StrEnum):
    """Where to go from a page."""

    BACK = "back"
    STAY = "stay"
    ON = "on"
    """To the next page; from the last one, to send it."""


@dataclass(frozen=True, slots=True)
class PageInput:
    """What came with a page: by question, the choice and the comment."""

    section: str
    choices: Mapping[str, str]
    comments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A self-check with what is shown of it next."""

    check: SelfCheck
    round: Round
    deviations: Sequence[Deviation] = ()
    faults: Mapping[str, PageFault] = field(default_factory=dict[str, PageFault])
    unsaved: Mapping[str, str] = field(default_factory=dict[str, str])
    """Comments that couldn't be saved, to stand in their fields again."""
    replaced: bool = False
    """Whether another device had said something else since the page was drawn."""

    @property
    def section(self) -> ControlSection:
        return self.round.section(self.check.step) or self.round.sections[0]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a page says: what can be saved, and what is wrong with the rest."""

    answers: Mapping[str, ControlAnswer]
    faults: Mapping[str, PageFault]
    unsaved: Mapping[str, str]


def read_page(
    section: ControlSection,
    entered: PageInput,
    accepted: Callable[..., str],
    *,
    by: Person,
    at: datetime,
) -> ReadPage:
    """Read what was entered; *accepted* is the policy's own check of a text.

    A choice without its comment is saved too: whoever is called away loses nothing.
    """
    answers = dict[str, ControlAnswer]()
    faults, unsaved = dict[str, PageFault](), dict[str, str]()
    for question in section.questions:
        chosen, written = (
            each.get(question.id, "") for each in (entered.choices, entered.comments)
        )
        comment, fault = _comment(written, accepted)
        if fault:
            faults[question.id], unsaved[question.id] = fault, written
        if chosen not in list(Compliance):
            faults.setdefault(question.id, PageFault.UNANSWERED)
            if comment:
                unsaved[question.id] = comment
            continue
        answer = ControlAnswer(question.id, Compliance(chosen), comment, by, at)
        answers[question.id] = answer
        if answer.lacks_comment:
            faults.setdefault(question.id, PageFault.COMMENT_MISSING)
    return ReadPage(answers, faults, unsaved)


def next_section(round_: Round, section: ControlSection, move: PageMove) -> str:
    """Return the id of the section to go to; there is none before the first or after the last."""
    steps = {PageMove.BACK: -1, PageMove.STAY: 0, PageMove.ON: 1}
    wanted = round_.sections.index(section) + steps[move]
    return round_.sections[min(max(wanted, 0), len(round_.sections) - 1)].id


def _comment(written: str, accepted: Callable[..., str]) -> tuple[str, PageFault | None]:
    try:
        return accepted(written, longest=LONGEST_REMARK), None
    except TooLong:
        return "", PageFault.TOO_LONG
    except HoldsPersonalData:
        return "", PageFault.PERSONAL_DATA
