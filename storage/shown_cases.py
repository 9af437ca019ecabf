"""Which messages show a request or an account, so that they are replaced when it has moved on."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Column, Connection, Table, bindparam, delete, literal, select, union

from core.outbox import NOBODY, VIEW, CaseView, Delivery, Notice, NoticeKind, ShownCase
from storage.columns import BoundedText
from storage.inserts import insert_or_replace, row_of
from storage.tables import CHANNEL_ID, IDENTIFIER, key_of, metadata, outbox, text_of

shown_cases = Table(
    "shown_cases",
    metadata,
    key_of("conversation", CHANNEL_ID),
    key_of("activity", CHANNEL_ID),
    Column("subject", BoundedText(IDENTIFIER), nullable=False, index=True),
    text_of("recipient"),
    text_of("view"),
)

_FORGET = delete(shown_cases).where(
    shown_cases.c.conversation == bindparam("there"), shown_cases.c.activity == bindparam("that")
)


def note_shown(connection: Connection, shown: ShownCase) -> None:
    """Note what a message shows from now on."""
    if shown.subject:
        replacing = insert_or_replace(shown_cases, connection.dialect.name)
        connection.execute(replacing, row_of(shown))
    else:
        connection.execute(_FORGET, {"there": shown.conversation, "that": shown.activity})


def shown_by(delivery: Delivery, activity: str, subject: str) -> ShownCase:
    """Return what the message shows that *delivery* was sent as."""
    return ShownCase(delivery.address.conversation or "", activity, delivery.notice.to, subject)


def renewals(
    connection: Connection, subject: str, version: int, *, besides: str | None
) -> Sequence[Notice]:
    """Return what has the messages replaced that show an earlier version of the case."""
    columns = (shown_cases.c.recipient, shown_cases.c.view)
    shown = select(*columns).where(shown_cases.c.subject == subject)
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


def to_renew(connection: Connection, delivery: Delivery) -> Delivery:
    """Return *delivery* with the messages that it puts a case as it is into."""
    notice, conversation = delivery.notice, delivery.address.conversation
    if notice.kind != NoticeKind.CARD_RENEWED:
        return delivery
    shown = select(shown_cases.c.activity).where(
        shown_cases.c.conversation == conversation,
        shown_cases.c.subject == notice.subject,
        shown_cases.c.view == notice.facts[VIEW],
    )
    found = connection.scalars(shown.order_by(shown_cases.c.activity)).all()
    return replace(delivery, renews=found)
