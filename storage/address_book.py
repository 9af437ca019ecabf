"""Whom the bot has met and where it reaches them, and the one channel of the reviewers."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from cachetools import TLRUCache
from sqlalchemy import Connection, Executable, bindparam, delete, exists, select, update

from core.clock import Clock
from core.outbox import REVIEW_CHANNEL, ConversationReference, ReviewChannel
from core.person import Person, name_words
from storage.audit_log import SqlAuditLog
from storage.database import Database
from storage.inserts import insert_or_replace, row_of
from storage.outbox import UNSENT, State
from storage.standing_messages import standing_messages
from storage.tables import (
    greeted_conversations,
    outbox,
    people,
    review_channel,
)

REMEMBERED = timedelta(minutes=5)
"""How long what was written is trusted to stand; another instance may have lost touch meanwhile."""

_ONLY_ROW = 1
_DUE_AT_ONCE = {"state": State.WAITING, "due_at": bindparam("now"), "attempts": 0}
_REVIVE = (
    update(outbox)
    .where(outbox.c.recipient == bindparam("whom"), outbox.c.state == State.REFUSED)
    .values(_DUE_AT_ONCE | {"told_at": None})
)
_HAS_NOTICES = select(
    exists().where(outbox.c.recipient == bindparam("whom"), outbox.c.state.in_(UNSENT))
)
_CALL = (
    update(outbox)
    .where(outbox.c.recipient == REVIEW_CHANNEL, outbox.c.state.in_(UNSENT))
    .values(_DUE_AT_ONCE)
)


class SqlPeople:
    """The `People` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, name: str) -> Sequence[Person]:
        words = [people.c.folded_name.contains(f" {word} ") for word in sorted(name_words(name))]
        if not words:
            return []
        query = select(people.c.person, people.c.name).where(*words).order_by(people.c.person)
        return [Person(row.person, row.name) for row in self._connection.execute(query)]

    def known(self, person_id: str) -> Person | None:
        query = select(people.c.person, people.c.name).where(people.c.person == person_id)
        row = self._connection.execute(query).first()
        return Person(row.person, row.name) if row else None

    def erase(self, person_id: str) -> Person | None:
        known = self._connection.execute(select(people).where(people.c.person == person_id)).first()
        for statement in self._erasures(person_id, known.conversation if known else None):
            self._connection.execute(statement)
        return Person(known.person, known.name) if known else None

    def _erasures(self, person_id: str, conversation: str | None) -> Iterator[Executable]:
        yield delete(people).where(people.c.person == person_id)
        made_it = review_channel.c.made_by == person_id
        yield update(review_channel).where(made_it).values(made_by=None)
        if conversation:
            for place in (greeted_conversations, standing_messages):
                yield delete(place).where(place.c.conversation == conversation)


class SqlAddressBook:
    """Everybody is met in every turn, so it tells what of that is news."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        on_notice: Callable[[], None],
        on_met: Callable[[], None] = lambda: None,
        capacity: int = 10_000,
    ) -> None:
        """*on_notice* is called whenever notices may have become deliverable; *on_met* whenever
        somebody is written who wasn't a moment ago.
        """
        self._database = database
        self._clock = clock
        self._on_notice = on_notice
        self._on_met = on_met
        self._written = TLRUCache[str, ConversationReference, datetime](
            capacity, ttu=lambda _id, _met, now: now + REMEMBERED, timer=clock
        )

    def is_news(self, met: ConversationReference) -> bool:
        """Whether *met* tells anything that wasn't written a moment ago."""
        known = self._written.get(met.id)
        if known is None:
            return True
        same_place = met.conversation in (None, known.conversation)
        return not same_place or _elsewhere(met) != _elsewhere(known)

    def write(self, connection: Connection, met: ConversationReference) -> bool:
        """Write that *met* has turned to the bot: what they refused before is due again.

        Return whether something waits for them.
        """
        keep = insert_or_replace(people, self._database.dialect, known_stays="conversation")
        row = {
            **row_of(met),
            "person": met.id,
            "folded_name": _searchable(met.name),
            "met_at": self._clock(),
        }
        del row["id"]
        connection.execute(keep, row)
        connection.execute(_REVIVE, {"whom": met.id, "now": self._clock()})
        return bool(connection.execute(_HAS_NOTICES, {"whom": met.id}).scalar_one())

    def written(self, met: Iterable[ConversationReference], *, has_notices: bool) -> None:
        """Remember that *met* are written, and call for what waits for one of them."""
        for each in met:
            self._written[each.id] = each
            self._on_met()
        if has_notices:
            self._on_notice()

    def lost(self, person_id: str) -> None:
        """Note that nothing gets through to a person, so that the next meeting is news."""
        self._written.pop(person_id, None)

    async def review_channel(self) -> ReviewChannel | None:
        """Return the reviewers' channel, where one has been made."""

        def work(connection: Connection) -> ReviewChannel | None:
            row = connection.execute(select(review_channel)).mappings().one_or_none()
            if row is None:
                return None
            return ReviewChannel(**{name: row[name] for name in row if name != "id"})

        return await self._database.read(work)

    async def make_review_channel(self, channel: ReviewChannel) -> None:
        """Make *channel* the reviewers' channel, in place of an earlier one.

        All that waits for the reviewers is due there at once.
        """

        def work(connection: Connection) -> None:
            replace = insert_or_replace(review_channel, self._database.dialect)
            self._log(connection, channel)
            connection.execute(replace, {"id": _ONLY_ROW, **row_of(channel)})
            connection.execute(_CALL, {"now": self._clock()})

        await self._database.write(work)
        self._on_notice()

    def _log(self, connection: Connection, channel: ReviewChannel) -> None:
        SqlAuditLog(connection).append(
            at=channel.made_at,
            what=REVIEW_CHANNEL,
            subject=REVIEW_CHANNEL,
            by=channel.made_by,
            state="made",
            content=_fingerprint(channel.conversation),
        )


def fingerprints_of_channel(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what the audit log calls the reviewers' channel, and the hash of which one it is."""
    for conversation in connection.scalars(select(review_channel.c.conversation)):
        yield REVIEW_CHANNEL, _fingerprint(conversation)


def _fingerprint(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()


def _searchable(name: str) -> str:
    """Return the words of a name in order, each between spaces, so that any of them is found."""
    return f" {' '.join(sorted(name_words(name)))} "


def _elsewhere(met: ConversationReference) -> tuple[str, ...]:
    """Return everything about a person but the conversation."""
    return met.name, met.channel_id, met.service_url, met.bot_id, met.language
