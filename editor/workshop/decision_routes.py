"""What the page may ask for to decide about gaps: their files and they are stored at once."""

import secrets
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from core.changes import require_case
from core.clock import utc_now
from core.errors import DomainError
from core.person import Person
from editor.workshop import bodies
from editor.workshop.door import EDITOR
from editor.workshop.editing import Editing
from editor.workshop.responses import json_response
from editor.workshop.together import SavingTogether
from questions.closing import mark_taken
from questions.errors import AlreadyHandled
from questions.gap import Gap, PassageDraft
from questions.gap_decisions import decide, reopen, still_missed
from questions.ports import QuestionsUnitOfWork


class DecisionRoutes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(self, saving: SavingTogether, editing: Editing) -> None:
        self._saving = saving
        self._editing = editing

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/handle-gap", self.handle_gap),
            web.post("/workshop/reopen-gap", self.reopen_gap),
            web.post("/workshop/take-gap", self.take_gap),
            web.post("/workshop/handled-gaps", self.handled_gaps),
        ]

    async def handle_gap(self, request: web.Request) -> web.Response:
        """Decide about a group, unless somebody has; its files are written then and not else."""
        body, by = await bodies.read(request, bodies.HandleGap), request[EDITOR]
        return await self._together(by, body, lambda uow: self._decided(uow, by, body))

    async def reopen_gap(self, request: web.Request) -> web.Response:
        """Take a decision back, and the files with it."""
        body, by = await bodies.read(request, bodies.TakeBack), request[EDITOR]

        def work(uow: QuestionsUnitOfWork) -> Gap:
            self._require(uow, by, body.gap)
            return reopen(uow, body.gap, body.version, by=by, at=utc_now())

        return await self._together(by, body, work)

    async def take_gap(self, request: web.Request) -> web.Response:
        """Note that the passage begun for a gap stands in the folder by now."""
        body, by = await bodies.read(request, bodies.TakeGap), request[EDITOR]

        def work(uow: QuestionsUnitOfWork) -> Gap:
            self._require(uow, by, body.gap)
            return mark_taken(uow, body.gap, at=utc_now())

        async with self._editing.transactions() as transactions:
            try:
                gap = await transactions.write(work)
            except DomainError as error:
                return refused(error)
        return json_response(_gap_as_json(gap))

    async def handled_gaps(self, request: web.Request) -> web.Response:
        """Who has handled which of the groups, by the answer ids of their first questions."""
        body = await bodies.read(request, bodies.FindHandled)

        def handled(uow: QuestionsUnitOfWork) -> dict[str, Gap]:
            found = {each: uow.gaps.with_question(each) for each in body.asked}
            return {each: gap for each, gap in found.items() if gap is not None}

        async with self._editing.transactions() as transactions:
            found = await transactions.read(handled)
        return json_response({"handled": {each: _gap_as_json(found[each]) for each in found}})

    def _require(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str) -> None:
        """Raise `NotAReviewer` unless the gap is theirs to see to, or `NoSuchCase`."""
        self._editing.require_remit(uow, by, require_case(uow.gaps, gap_id).routine)

    def _decided(self, uow: QuestionsUnitOfWork, by: Person, body: bodies.HandleGap) -> Gap:
        self._editing.require_remit(uow, by, body.routine)
        now = utc_now()
        return decide(
            uow,
            still_missed(uow, body.asked, body.answers, routine=body.routine, now=now),
            body.handling,
            lambda: _draft(body.made, taken_at=now if body.files else None),
            by=by,
            at=now,
            nonce=secrets.token_hex(16),
        )

    async def _together(
        self, by: Person, body: bodies.FilesBody, work: Callable[[QuestionsUnitOfWork], Gap]
    ) -> web.Response:
        try:
            return await self._saving.save(by, body, lambda uow: {"gap": _gap_as_json(work(uow))})
        except DomainError as error:
            return refused(error)


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


def refused(error: DomainError) -> web.Response:
    """Tell the page why nothing was done."""
    told: dict[str, object] = {"error": error.code}
    if isinstance(error, AlreadyHandled):
        told |= {"by": error.by.name, "at": error.at.isoformat()}
    return json_response(told, status=409)
