"""What the page may ask for to decide about gaps: the files are written and the gap stored at once.

The workshop asks nobody who they are, so what is stored says that it was done there.
"""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from aiohttp import web

from core.clock import utc_now
from core.errors import DomainError
from core.language import FIRST
from core.person import Person
from editor.workshop import bodies
from editor.workshop.responses import json_response, refusal
from editor.workshop.together import SavingTogether
from questions.closing import mark_taken
from questions.errors import AlreadyHandled
from questions.gap import Gap, PassageDraft
from questions.gap_decisions import decide, reopen, still_missed
from questions.ports import QuestionsUnitOfWork
from storage.schema import NoDatabase, existing_database
from storage.unit_of_work import SqlTransactions
from texts.catalogue import Texts

WORKSHOP = "workshop"
"""Stands where else the id of whoever decided does."""


class DecisionRoutes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(self, saving: SavingTogether, database: str, texts: Texts) -> None:
        self._saving = saving
        self._database = database
        self._by = Person(WORKSHOP, texts.in_language(FIRST).say("workshop.itself"))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/handle-gap", self.handle_gap),
            web.post("/workshop/reopen-gap", self.reopen_gap),
            web.post("/workshop/take-gap", self.take_gap),
            web.post("/workshop/handled-gaps", self.handled_gaps),
        ]

    async def handle_gap(self, request: web.Request) -> web.Response:
        """Decide about a group, unless somebody has; its files are written then and not else."""
        body = await bodies.read(request, bodies.HandleGap)
        return await self._together(body, lambda uow: self._decided(uow, body))

    async def reopen_gap(self, request: web.Request) -> web.Response:
        """Take a decision back, and the files with it."""
        body = await bodies.read(request, bodies.TakeBack)
        return await self._together(
            body, lambda uow: reopen(uow, body.gap, body.version, by=self._by, at=utc_now())
        )

    async def take_gap(self, request: web.Request) -> web.Response:
        """Note that the passage begun for a gap stands in the folder by now."""
        body = await bodies.read(request, bodies.TakeGap)
        async with self._transactions() as transactions:
            try:
                gap = await transactions.write(lambda uow: mark_taken(uow, body.gap, at=utc_now()))
            except DomainError as error:
                return _refused(error)
        return json_response(_gap_as_json(gap))

    async def handled_gaps(self, request: web.Request) -> web.Response:
        """Who has handled which of the groups, by the answer ids of their first questions."""
        body = await bodies.read(request, bodies.FindHandled)

        def handled(uow: QuestionsUnitOfWork) -> dict[str, Gap]:
            found = {each: uow.gaps.with_question(each) for each in body.asked}
            return {each: gap for each, gap in found.items() if gap is not None}

        async with self._transactions() as transactions:
            found = await transactions.read(handled)
        return json_response({"handled": {each: _gap_as_json(found[each]) for each in found}})

    def _decided(self, uow: QuestionsUnitOfWork, body: bodies.HandleGap) -> Gap:
        now = utc_now()
        return decide(
            uow,
            still_missed(uow, body.asked, body.answers, routine=body.routine, now=now),
            body.handling,
            lambda: _draft(body.made, taken_at=now if body.files else None),
            by=self._by,
            at=now,
            nonce=secrets.token_hex(16),
        )

    async def _together(
        self, body: bodies.FilesBody, work: Callable[[QuestionsUnitOfWork], Gap]
    ) -> web.Response:
        """Write the files last in the transaction: where they can't be, nothing is stored."""
        async with self._transactions() as transactions:

            async def carry_out(write: Callable[[], None]) -> Mapping[str, object]:
                def both(uow: QuestionsUnitOfWork) -> Gap:
                    gap = work(uow)
                    write()
                    return gap

                return {"gap": _gap_as_json(await transactions.write(both))}

            try:
                return await self._saving.save(body, carry_out)
            except DomainError as error:
                return _refused(error)

    @asynccontextmanager
    async def _transactions(self) -> AsyncIterator[SqlTransactions]:
        try:
            async with existing_database(self._database) as database:
                yield SqlTransactions(database)
        except NoDatabase:
            raise refusal(422, "no-database") from None


def _draft(made: bodies.GapDraft | None, *, taken_at: datetime | None) -> PassageDraft | None:
    if made is None:
        return None
    return PassageDraft(made.passage, made.topic, made.text, made.phrasings, taken_at)


def _gap_as_json(gap: Gap) -> dict[str, object]:
    return {
        "id": gap.id,
        "version": gap.version,
        "handling": gap.handling,
        "by": gap.by.name,
        "at": gap.handled_at.isoformat(),
    }


def _refused(error: DomainError) -> web.Response:
    told: dict[str, object] = {"error": error.code}
    if isinstance(error, AlreadyHandled):
        told |= {"by": error.by.name, "at": error.at.isoformat()}
    return json_response(told, status=409)
