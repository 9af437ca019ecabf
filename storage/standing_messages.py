"""Which messages are replaced when what they show has moved on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Table,
    bindparam,
    delete,
    literal,
    select,
    union,
    update,
)

from core.outbox import NOBODY, Notice, NoticeKind
from core.standing import VIEW, CaseView, ShownSubject, StandingMessage, shown_earlier
from storage.columns import BoundedText
from storage.inserts import insert_or_replace, row_of
from storage.tables import CHANNEL_ID, IDENTIFIER, key_of, metadata, outbox, text_of

standing_messages = Table(
    "standing_messages",
    metadata,
    key_of("conversation", CHANNEL_ID),
    key_of("activity", CHANNEL_ID),
    Column("subject", BoundedText(IDENTIFIER), nullable=False, index=True),
    text_of("kind"),
    text_of("recipient", CHANNEL_ID),
)
"""`kind` says how a case is shown; of a card that is posted once for its subject, it is that of the
notices."""
_messages = standing_messages.c


_GIVING_WAY: Mapping[str, Sequence[str]] = {
    CaseView.OWN: (CaseView.OWN, CaseView.FILLED_IN),
    CaseView.REVIEW: (CaseView.REVIEW,),
}
"""Which other messages in a chat give way to one that shows their case."""

_SUBJECT = bindparam("its_subject")
_BEING_SENT = (outbox.c.subject == _SUBJECT, outbox.c.leased_by.is_not(None))
"""It may have been drawn before the change."""
_SHOWN_TO = union(
    select(_messages.recipient, _messages.kind).where(
        _messages.subject == _SUBJECT,
        _messages.kind.in_([literal(each.value) for each in CaseView]),
    ),
    select(outbox.c.recipient, literal(CaseView.OWN.value)).where(*_BEING_SENT),
)
"""Built once: every press that changes a case asks."""


def note_standing(
    connection: Connection, message: StandingMessage, at: datetime
) -> Sequence[Notice]:
    """Note what a message shows from now on; return what the others that show it wait for."""
    if not message.activity:
        return _renewed_for(connection, message, at)
    if not message.subject:
        forget(connection, message.conversation, [message.activity])
        return []
    replacing = insert_or_replace(standing_messages, connection.dialect.name)
    connection.execute(replacing, row_of(message))
    return _moved_from_others(connection, message, at)


def _moved_from_others(
    connection: Connection, message: StandingMessage, at: datetime
) -> Sequence[Notice]:
    """Return what has the others in the chat say that the case has moved to *message*."""
    shown = ShownSubject(message.subject, message.kind)
    others = (
        _messages.conversation == message.conversation,
        _messages.activity != message.activity,
        _messages.subject == message.subject,
        _messages.kind.in_(_GIVING_WAY.get(message.kind, ())),
    )
    earlier = update(standing_messages).where(*others).values(kind=shown_earlier(shown).kind)
    if not connection.execute(earlier).rowcount:
        return []
    return [_about_earlier(NoticeKind.CARD_MOVED, shown.kind, message, at)]


def _renewed_for(
    connection: Connection, elsewhere: StandingMessage, at: datetime
) -> Sequence[Notice]:
    """Return what renews the messages of somebody who has changed a case elsewhere."""
    theirs = (_messages.subject == elsewhere.subject, _messages.recipient == elsewhere.recipient)
    query = select(_messages.kind).where(*theirs, _messages.kind.in_([*CaseView])).distinct()
    views = sorted(connection.scalars(query))
    return [_about_earlier(NoticeKind.CARD_RENEWED, each, elsewhere, at) for each in views]


def _about_earlier(kind: NoticeKind, view: str, now: StandingMessage, at: datetime) -> Notice:
    key = f"{now.subject}/{at.timestamp()}/{kind}/{view}/{now.activity or now.recipient}"
    return Notice(key, kind, now.recipient, now.subject, {VIEW: view})


def forget(connection: Connection, conversation: str, activities: Collection[str]) -> None:
    """Note that messages are gone, or show nothing that moves on."""
    if activities:
        there = (_messages.conversation == conversation, _messages.activity.in_(activities))
        connection.execute(delete(standing_messages).where(*there))


def messages_showing(
    connection: Connection, conversation: str, shown: ShownSubject
) -> Sequence[str]:
    """Return the activities in a conversation that show the same."""
    found = select(_messages.activity).where(
        _messages.conversation == conversation,
        _messages.subject == shown.subject,
        _messages.kind == shown.kind,
    )
    return connection.scalars(found.order_by(_messages.activity)).all()


def renewals(
    connection: Connection, subject: str, version: int, *, besides: str | None
) -> Sequence[Notice]:
    """Return what has the messages replaced that show an earlier version of the case."""
    kind = NoticeKind.CARD_RENEWED
    return [
        Notice(f"{subject}/{version}/{kind}/{view}/{to}", kind, to, subject, {VIEW: view})
        for to, view in sorted(
            (row[0], row[1]) for row in connection.execute(_SHOWN_TO, {"its_subject": subject})
        )
        if to != besides and not to.startswith(NOBODY)
    ]
