"""Where a request can stand, and what may be done with it there."""

from enum import StrEnum


class Status(StrEnum):
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


EDITABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.DECLINED})
WAITING = frozenset({Status.AWAITING_MANAGER, Status.IN_REVIEW})
DECIDED = frozenset({Status.APPROVED, Status.DECLINED, Status.RETURNED, Status.LIVE})
UNDER_WAY = EDITABLE | WAITING | {Status.APPROVED}
WITHDRAWABLE = WAITING | {Status.RETURNED, Status.DECLINED, Status.APPROVED}
