"""What those who run the bot are told in the review channel."""

from datetime import date

from core.outbox import Message, Notice, NoticeKind
from texts.catalogue import Catalogue

OPERATORS_KINDS = (NoticeKind.CREDENTIALS_END, NoticeKind.AUDIT_SEAL)


def operators_message(notice: Notice, today: date, texts: Catalogue) -> Message:
    """Return the message that a notice to the operators stands for."""
    if notice.kind == NoticeKind.AUDIT_SEAL:
        return Message(text=texts.say("operators.audit_seal", **notice.facts))
    end = date.fromisoformat(notice.subject)
    days = (end - today).days
    key = "operators.credentials_end" if days > 0 else "operators.credentials_ended"
    return Message(text=texts.say(key, day=end.isoformat(), days=days))
