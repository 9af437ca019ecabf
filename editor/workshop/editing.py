"""What is written in somebody's name, and what goes with it.

At home nobody signs in: files are written, and that is all. Where reviewers do, their right is
asked for in the transaction that logs the change, and the files are written last in it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeAlias, TypeVar

from core.person import Person
from core.policy import Policy
from core.ports import Transactions
from editor.commits import Commits
from editor.history import GitError
from editor.saving import EditorsFolder, FileChange
from editor.workshop.responses import hash_of, refusal
from questions.ports import QuestionsUnitOfWork
from storage.no_database import NoDatabase
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from texts.catalogue import Catalogue

logger = logging.getLogger(__name__)

T = TypeVar("T")
Told: TypeAlias = Mapping[str, object]
Work: TypeAlias = Callable[[SqlUnitOfWork], Told]
"""What is stored together with the files, and is undone where they can't be written."""
LONGEST_SUBJECT = 64
"""Characters of a file's name in the audit log."""


class Editing(Protocol):
    """How the workshop reaches the database, and who may do what there."""

    signs_in: ClassVar[bool]
    """Whether those who write are known."""

    def transactions(self) -> AbstractAsyncContextManager[Transactions[SqlUnitOfWork]]:
        """Give the bot's database; refuse with `no-database` where there is none."""
        ...

    def require_remit(self, uow: QuestionsUnitOfWork, by: Person, routine: str = "") -> None:
        """Raise `NotAReviewer` unless questions on *routine*, or all there is, are theirs."""
        ...

    async def write(self, by: Person, changes: Sequence[FileChange], work: Work | None) -> Told:
        """Write the files and do *work*, or neither; return what there is to tell.

        Raises:
            NotSaved: where a file isn't as it was seen.
            DomainError: where the work, or the person, is refused.
        """
        ...


@dataclass(frozen=True, slots=True)
class TransactionsOf:
    """Units of work in each of which it is first asked whether *by* may."""

    transactions: Transactions[SqlUnitOfWork]
    editing: Editing
    by: Person

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        return await self.transactions.read(lambda uow: self._asked(uow, work))

    async def write(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        return await self.transactions.write(lambda uow: self._asked(uow, work))

    def _asked(self, uow: SqlUnitOfWork, work: Callable[[SqlUnitOfWork], T]) -> T:
        self.editing.require_remit(uow, self.by)
        return work(uow)


@dataclass(frozen=True, slots=True)
class EditingAtHome:
    """Over the database that the command was given, if it is there."""

    signs_in: ClassVar[bool] = False

    folder: EditorsFolder
    database: str

    @asynccontextmanager
    async def transactions(self) -> AsyncIterator[Transactions[SqlUnitOfWork]]:
        try:
            async with existing_database(self.database) as database:
                yield SqlTransactions(database)
        except NoDatabase:
            raise refusal(422, "no-database") from None

    def require_remit(self, uow: QuestionsUnitOfWork, by: Person, routine: str = "") -> None:
        """Let whoever sits at this machine."""

    async def write(self, by: Person, changes: Sequence[FileChange], work: Work | None) -> Told:
        if work is None:
            await asyncio.to_thread(self.folder.save_together, changes)
            return {}

        def both(uow: SqlUnitOfWork) -> Told:
            told = work(uow)
            self.folder.save_together(changes)
            return told

        async with self.transactions() as transactions:
            return await transactions.write(both)


@dataclass(frozen=True, slots=True)
class ReviewersEditing:
    """Over the running bot's database, for those who are reviewers at that very moment."""

    signs_in: ClassVar[bool] = True

    folder: EditorsFolder
    stored: Transactions[SqlUnitOfWork]
    policy: Policy
    commits: Commits
    texts: Catalogue

    @asynccontextmanager
    async def transactions(self) -> AsyncIterator[Transactions[SqlUnitOfWork]]:
        yield self.stored

    def require_remit(self, uow: QuestionsUnitOfWork, by: Person, routine: str = "") -> None:
        self.policy.require_remit(uow, by).require(routine)

    async def write(self, by: Person, changes: Sequence[FileChange], work: Work | None) -> Told:
        def whole(uow: SqlUnitOfWork) -> Told:
            if changes:
                self.policy.require_reviewer(uow, by)
            self._log(uow, by, changes)
            told = work(uow) if work else {}
            self.folder.save_together(changes)
            return told

        told = await self.stored.write(whole)
        is_committed = await asyncio.to_thread(self._committed, by, changes)
        return told if is_committed else {**told, "not_committed": True}

    def _log(self, uow: SqlUnitOfWork, by: Person, changes: Sequence[FileChange]) -> None:
        for change in changes:
            uow.audit.append(
                at=self.policy.clock(),
                what="base-file",
                subject=change.name[:LONGEST_SUBJECT],
                by=by.id,
                state="removed" if change.content is None else "saved",
                content=hash_of(change.content) or "",
            )

    def _committed(self, by: Person, changes: Sequence[FileChange]) -> bool:
        """Whether nothing is left for git; the files are saved whatever it says."""
        names = [change.name for change in changes]
        if not names or not self.commits.is_kept():
            return True
        try:
            about = self.texts.say("workshop.commit", files=", ".join(names))
            self.commits.commit(by, names, about)
        except GitError as error:
            logger.error("what is saved in the workshop can't be committed: %s", error)
            return False
        return True
