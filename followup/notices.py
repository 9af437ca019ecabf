"""What people are told in a follow-up."""

from enum import StrEnum


class FollowUpNotice(StrEnum):
    """The kinds; how each looks is decided where it is drawn."""

    CHECK_ASKED = "check-asked"
    CHECKS_REMINDED = "checks-reminded"
    """One for all self-checks that a person has left in a round."""
    CHECKS_LATE = "checks-late"
    """To the same, when the last day has passed."""
    ROUND_LATE = "round-late"
    """To the review channel: who hasn't answered, and who can't be reached."""
    ROUND_CLOSED = "round-closed"
    DEVIATIONS_REMINDED = "deviations-reminded"
    """One for all deviations that a person has to do."""
    DEVIATION_GIVEN = "deviation-given"
    """To who was named to do something about it."""
    DEVIATION_DONE = "deviation-done"
    DEVIATION_RETURNED = "deviation-returned"
    DEVIATION_LATE = "deviation-late"
    """To the review channel, when the day has passed."""
    UNKNOWN_REPORTED = "unknown-reported"
    """The card in the review channel: posted once, then kept up to date in place."""
    UNKNOWN_DECIDED = "unknown-decided"
    UNKNOWN_REQUEST = "unknown-request"
    """To who is to ask for an account that turned out to be ours."""
    YEARLY_ASKED = "yearly-asked"
    YEARLY_REMINDED = "yearly-reminded"
    YEARLY_SILENT = "yearly-silent"
    """To the review channel."""
