"""Where a request stands, and what a reviewer decides about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from core.person import Person


class RequestStatus(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    AWAITING_MANAGER = "awaiting-manager"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    DECLINED = "declined"
    APPROVED = "approved"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    EXPIRED = "expired"


EDITABLE = frozenset({RequestStatus.DRAFT, RequestStatus.RETURNED, RequestStatus.DECLINED})
WAITING = frozenset({RequestStatus.AWAITING_MANAGER, RequestStatus.IN_REVIEW})
DECIDED = frozenset(
    {RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.RETURNED, RequestStatus.LIVE}
)
UNDER_WAY = EDITABLE | WAITING | {RequestStatus.APPROVED}
WITHDRAWABLE = WAITING | {RequestStatus.RETURNED, RequestStatus.DECLINED, RequestStatus.APPROVED}


Ruling: TypeAlias = Literal[RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.RETURNED]
"""What a reviewer can decide: how the request stands after."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reviewer said, the last time somebody decided.

    Its words stay in the history when another decision, or a manager's refusal, takes its place.
    """

    by: Person
    at: datetime
    outcome: RequestStatus
    text: str = ""
    """The reason, or the conditions of an approval."""
    remarks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is missing, by step, in the order of the walk."""

    @property
    def all_words(self) -> str:
        return "\n".join(text for text in (self.text, *self.remarks.values()) if text)

    def is_same_as(self, other: "Decision") -> bool:
        """Whether *other* is this decision made once more."""
        return replace(other, at=self.at) == self
