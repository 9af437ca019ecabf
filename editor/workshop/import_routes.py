"""What the page may ask for to read a list of accounts into the bot's register."""

import base64
import binascii
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

from accounts.errors import ListRefused
from accounts.form import PLATFORM, UNIT
from accounts.import_service import Column, ImportService, ListedAccount, ListPreview
from core.clock import utc_now
from core.person import Person
from editor.workshop import bodies
from editor.workshop.door import EDITOR
from editor.workshop.editing import Editing, TransactionsOf
from editor.workshop.responses import json_response, refusal
from editor.workshop.working_copy import WorkingCopy
from jobs.table import policy_by
from knowledge.account_form import AccountForm
from knowledge.account_list import UnreadableList, from_addresses, list_to_fill_in, read_list
from texts.account_rows import row_fault, row_known
from texts.catalogue import Catalogue, Texts

TO_FILL_IN = "konton.xlsx"


class ImportRoutes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(self, copy: WorkingCopy, editing: Editing, texts: Texts) -> None:
        self._copy = copy
        self._editing = editing
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/list-to-fill-in", self.list_to_fill_in),
            web.post("/workshop/check-list", self.check_list),
            web.post("/workshop/import-list", self.import_list),
        ]

    async def list_to_fill_in(self, request: web.Request) -> web.Response:
        """The template, with a row for each of the addresses."""
        body = await bodies.read(request, bodies.AccountList)
        rows = [*from_addresses(body.addresses, self._form())]
        content = base64.b64encode(list_to_fill_in(TO_FILL_IN, rows)).decode()
        return json_response({"name": TO_FILL_IN, "content": content, "count": len(rows)})

    async def check_list(self, request: web.Request) -> web.Response:
        """What reading the list in would do, with every fault in it; nothing is written."""
        return await self._answer(request, carry_out=False)

    async def import_list(self, request: web.Request) -> web.Response:
        """Read the list in, all of it or nothing."""
        return await self._answer(request, carry_out=True)

    async def _answer(self, request: web.Request, *, carry_out: bool) -> web.Response:
        body = await bodies.read(request, bodies.AccountList)
        texts, form = self._texts.in_language(body.lang), self._form()
        try:
            rows = _rows(body, form)
        except UnreadableList as unreadable:
            said = texts.say(f"import.{unreadable.code}", detail=unreadable.detail)
            return json_response({"error": "unreadable", "said": said}, status=422)
        async with self._service(form, request[EDITOR]) as service:
            if carry_out:
                with suppress(ListRefused):  # the register has changed since it was checked
                    return json_response({"done": len(await service.carry_out(rows))})
            return json_response(_told(await service.preview(rows), form, texts))

    @asynccontextmanager
    async def _service(self, form: AccountForm, by: Person) -> AsyncIterator[ImportService]:
        async with self._editing.transactions() as transactions:
            theirs = TransactionsOf(transactions, self._editing, by)
            yield ImportService(theirs, policy_by(lambda: form.rules, utc_now))

    def _form(self) -> AccountForm:
        base = self._copy.base()
        if base is None:
            raise refusal(422, "faulty")
        if base.account_form is None:
            raise refusal(422, "no-form")
        return base.account_form


def _rows(body: bodies.AccountList, form: AccountForm) -> Sequence[ListedAccount]:
    """Return the rows of the file, or those that the addresses make; raise `UnreadableList`."""
    if body.file is None:
        name, content = (
            TO_FILL_IN,
            list_to_fill_in(TO_FILL_IN, [*from_addresses(body.addresses, form)]),
        )
    else:
        name = body.file.name
        try:
            content = base64.b64decode(body.file.content, validate=True)
        except binascii.Error:
            raise web.HTTPBadRequest from None
    return read_list(name, content, form)


def _told(preview: ListPreview, form: AccountForm, texts: Catalogue) -> dict[str, Any]:
    return {
        "faults": [
            {"row": each.row, "column": each.column, "said": row_fault(each, texts)}
            for each in preview.faults
        ],
        "wrong": len({each.row for each in preview.faults}),
        "known": [row_known(row, account, texts) for row, account in preview.known],
        "new": [_in_short(row, form, texts) for row in preview.new],
    }


def _in_short(row: ListedAccount, form: AccountForm, texts: Catalogue) -> str:
    words = (
        form.answer_text(field, row[column], texts.language)
        for field, column in ((PLATFORM, Column.PLATFORM), (UNIT, Column.UNIT))
    )
    return " · ".join((row[Column.NAME], *words))
