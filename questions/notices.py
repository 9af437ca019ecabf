"""Messages owed for a question; `accounts/notices.py` says what a notice is."""

from enum import StrEnum


class QuestionNotice(StrEnum):
    """What a message about a question is about."""

    QUESTION = "question"
    """The card in the review channel: posted once, then kept up to date in place."""
    REMINDED = "question-reminded"
    REPLIED = "question-replied"
    IN_BASE = "question-in-base"
