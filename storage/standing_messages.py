"""Which messages are replaced when what they show has moved on."""

from collections.abc import Collection, Sequence

from sqlalchemy import Column, Connection, Table, delete, literal, select, union

from core.outbox import NOBODY, Notice, NoticeKind
from core.standing import VIEW, CaseView, ShownSubject, StandingMessage
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


def note_standing(connection: Connection, message: StandingMessage) -> None:
    """Note what a message shows from now on."""
    if message.subject:
        replacing = insert_or_replace(standing_messages, connection.dialect.name)
        connection.execute(replacing, row_of(message))
    else:
        forget(connection, message.conversation, [message.activity])


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
    shows = (_messages.subject == subject, _messages.kind.in_([*CaseView]))
    shown = select(_messages.recipient, _messages.kind).where(*shows)
    # What is being sent may have been drawn before this change.
    held = (outbox.c.subject == subject, outbox.c.leased_by.is_not(None))
    sending = select(outbox.c.recipient, literal(CaseView.OWN.value)).where(*held)
    kind = NoticeKind.CARD_RENEWED
    return [
        Notice(f"{subject}/{version}/{kind}/{view}/{to}", kind, to, subject, {VIEW: view})
        for to, view in sorted(
            (row[0], row[1]) for row in connection.execute(union(shown, sending))
        )
        if to != besides and not to.startswith(NOBODY)
    ]
