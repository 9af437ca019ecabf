"""What is stored of one person, by kind, and which kinds are public records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias


class DataKind(StrEnum):
    """The kinds of data; `texts/` has the name of each under `my_data.kind.`, and why it is kept
    under `my_data.why.`."""

    CONTACT = "contact"
    LAST_QUESTIONS = "last-questions"
    VOTES = "votes"
    NOTICES = "notices"
    MUTED_TOPICS = "muted-topics"
    """Which notices the person has turned off."""
    READINGS = "readings"
    """Which revisions of the routine the person has said to have read."""
    PASSAGE_REVIEWS = "passage-reviews"
    """Which passages the person, as a reviewer, has said to be still true or to be removed."""
    RELEASES = "releases"
    """Changed bases that the person, as a reviewer, has had taken into use, read or called back."""
    DRAFTS = "drafts"
    QUESTIONS = "questions"
    GAPS = "gaps"
    REQUESTS = "requests"
    PARTS = "parts"
    """What the person has said and done in what others have asked for."""
    ACCOUNTS = "accounts"
    REPLIES = "replies"
    APPOINTMENTS = "appointments"
    FOLLOW_UP = "follow-up"
    """What the person has answered, is to do and has decided when the routine is followed up."""
    REPORTS = "reports"
    """Unknown accounts that the person has told of."""
    LOG = "log"


PUBLIC_RECORDS = frozenset(
    {
        DataKind.REQUESTS,
        DataKind.PARTS,
        DataKind.ACCOUNTS,
        DataKind.REPLIES,
        DataKind.APPOINTMENTS,
        DataKind.FOLLOW_UP,
        DataKind.LOG,
    }
)
"""What stays when somebody erases their own data: destroying it takes a decision of its own."""

Records: TypeAlias = Sequence[Mapping[str, Any]]
"""Each is made of texts, numbers, and lists and mappings of those: JSON."""


@dataclass(frozen=True, slots=True)
class PersonExtract:
    """Everything stored of one person; kinds of which there is nothing are left out."""

    person_id: str
    at: datetime
    kinds: Mapping[DataKind, Records]

    @property
    def erasable(self) -> Mapping[DataKind, Records]:
        return {kind: each for kind, each in self.kinds.items() if kind not in PUBLIC_RECORDS}

    @property
    def staying(self) -> Mapping[DataKind, Records]:
        return {kind: each for kind, each in self.kinds.items() if kind in PUBLIC_RECORDS}


class Traces(Protocol):
    """What is stored of a person outside the cases."""

    def of_person(self, person_id: str, pseudonyms: Sequence[str]) -> Mapping[DataKind, Records]:
        """Return contact, last questions, votes, readings, word on passages, releases, notices,
        what of them is turned off, and log."""
        ...

    def erase(self, person_id: str, pseudonyms: Sequence[str]) -> int:
        """Forget votes, readings, last questions, what is turned off, and the name on passages
        and releases.

        Return how many.
        """
        ...


def moment(at: datetime | None) -> str:
    """Return a point in time as it stands in the extract; nothing where there is none."""
    return at.isoformat(timespec="seconds") if at else ""
