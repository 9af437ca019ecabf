"""How every change is stored: the new version, its line in the audit log, and who is told."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from core.cases import C, Case, Repository, ShownOnCards
from core.errors import NoSuchCase
from core.outbox import NOBODY, Notice
from core.person import Person
from core.ports import UnitOfWork

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


LATER: Mapping[str, bool] = {"later": True}
"""Metadata of a dataclass field that came when cases were stored already.

It isn't hashed while it has its default, so that the audit log's older lines still hold.
"""


def require_case(repository: Repository[C], case_id: str) -> C:
    """Return the case of that id; raise `NoSuchCase` where there is none."""
    case = repository.get(case_id)
    if case is None:
        raise NoSuchCase
    return case


def change_once(
    uow: UnitOfWork,
    repository: Repository[C],
    before: C,
    change: Callable[[], C],
    *,
    by: Person | None,
    seen: int | None,
    is_done: bool,
) -> C:
    """Carry out a press: save and log what *change* makes of *before*, and return that.

    A press whose answer got lost is sent again, from a card that is too old by then; *is_done*
    says that it was carried out, and *before* is returned. Tell people only of what has changed.

    Raises:
        OutOfDate: where the version *seen* isn't the present one; None where the card has none.
    """
    if is_done:
        return before
    if seen is not None:
        before.require_seen(seen)
    after = change()
    save(uow, repository, after, before, by=by)
    return after


def save(
    uow: UnitOfWork,
    repository: Repository[C],
    after: C,
    before: C | None,
    *,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save *after* in place of *before*, and log it; a new one is stored, and has no before.

    *at* says when, where that isn't when the case last changed: a reminder is no change of it.
    Whoever did it sees the new one in the answer to their press.
    """
    if before is not None:
        repository.save(after, seen=before.version)
        if isinstance(after, ShownOnCards) and not after.is_shown_as(before):
            uow.outbox.renew(after.id, after.version, besides=by.id if by else None)
    uow.audit.append(
        at=at or after.changed_at,
        what=after.kind,
        subject=after.id,
        by=by.id if by else None,
        state=after.state,
        content=fingerprint(after),
    )


def tell(
    uow: UnitOfWork,
    case: Case,
    kind: str,
    *recipients: str,
    by: Person | None,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Put a message on the case as it now is into the outbox, one for each of *recipients*.

    *by* is who has set it off; None where nobody has, or may be named. Those who have been erased
    get none.
    """
    for recipient in recipients:
        if recipient.startswith(NOBODY):
            continue
        key = f"{case.id}/{case.version}/{kind}/{recipient}"
        uow.outbox.put(Notice(key, kind, recipient, case.id, facts or {}, by))


def fingerprint(case: "DataclassInstance") -> str:
    """Return a hash of everything in *case*; its nonce keeps the content from being guessed."""
    text = _JSON.encode(case)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _is_unfilled(field: Field[Any], value: object) -> bool:
    if "later" not in field.metadata:
        return False
    factory = field.default_factory
    return value == (field.default if factory is MISSING else factory())


def _plain(value: object) -> object:
    """Return *value* in what JSON knows; of a record, no later field that nobody has filled."""
    if is_dataclass(value):
        held = ((each, getattr(value, each.name)) for each in fields(value))
        return {each.name: inner for each, inner in held if not _is_unfilled(each, inner)}
    if isinstance(value, Mapping):
        return dict(cast(Mapping[object, object], value))
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(cast(frozenset[str], value))
    raise TypeError(type(value).__name__)


_JSON = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False)
