"""A period's requests and decisions as a folder for the archive: pages, tables, checksums."""

import csv
import hashlib
import io
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

import orjson
from pydantic import TypeAdapter

from accounts.form import NAME, PLATFORM
from accounts.request import AccountRequest
from pages.rendering import render
from texts.catalogue import Catalogue

Page = Callable[[str], Awaitable[str | None]]
"""Gives the record of a request as a page that needs nothing beside it."""

_REQUEST = TypeAdapter(AccountRequest)


async def write_archive(
    folder: Path,
    requests: Sequence[AccountRequest],
    page: Page,
    texts: Catalogue,
    *,
    period: str,
) -> None:
    """Write the package into *folder*, which is empty; checksums last, so that they cover all."""
    pages = folder / "arenden"
    pages.mkdir(parents=True, exist_ok=True)
    for request in requests:
        html = await page(request.id)
        if html is not None:
            (pages / f"{request.id}.html").write_text(html, "utf-8")
    rows = [_row(request, texts) for request in requests]
    (folder / "arenden.csv").write_text(_table(rows, texts), "utf-8-sig")
    plain = [_REQUEST.dump_python(request, mode="json") for request in requests]
    (folder / "arenden.json").write_bytes(orjson.dumps(plain, option=orjson.OPT_INDENT_2))
    index = render("archive.html", texts, period=period, rows=rows)
    (folder / "index.html").write_text(index, "utf-8")
    (folder / "SHA256SUMS").write_text(_checksums(folder), "utf-8")


def requests_within(
    requests: Sequence[AccountRequest], first: datetime, end: datetime
) -> list[AccountRequest]:
    """Return the requests that were sent, and to which anything happened in the period."""
    return [
        request
        for request in requests
        if request.has_been_sent and any(first <= event.at < end for event in request.history)
    ]


def _row(request: AccountRequest, texts: Catalogue) -> dict[str, str]:
    decision = request.decision
    return {
        "id": request.id,
        "diary_number": request.diary_number,
        "account": request.answers.get(NAME, ""),
        "platform": request.answers.get(PLATFORM, ""),
        "requester": request.requester.name,
        "started": texts.minute(request.started_at),
        "status": texts.say(f"status.{request.status}"),
        "decided": texts.minute(decision.at) if decision else "",
        "decided_by": decision.by.name if decision else "",
        "words": decision.all_words if decision else "",
    }


def _table(rows: Sequence[dict[str, str]], texts: Catalogue) -> str:
    written = io.StringIO()
    headings = {
        "id": texts.say("archive.request"),
        "diary_number": texts.say("review.diary_number"),
        "account": texts.say("archive.heading"),
        "platform": texts.say("register.column.platform"),
        "requester": texts.say("review.requester"),
        "started": texts.say("record.started"),
        "status": texts.say("review.status"),
        "decided": texts.say("archive.decided"),
        "decided_by": texts.say("archive.decided_by"),
        "words": texts.say("archive.words"),
    }
    table = csv.writer(written, delimiter=";")
    table.writerow(headings.values())
    table.writerows([_harmless(row[key]) for key in headings] for row in rows)
    return written.getvalue()


def _harmless(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _checksums(folder: Path) -> str:
    """Return the checksums as `sha256sum --check` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in files
    )
