"""Erasing a person from follow-ups: who answered, owns, decides or has reported something."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, cast

from core.cases import C, Repository
from core.changes import save
from core.person import Person
from followup.ports import FollowUpUnitOfWork


def erase_from_follow_up(
    uow: FollowUpUnitOfWork,
    person_id: str,
    *,
    nobody: Callable[[], Person],
    nonce: Callable[[], str],
    at: datetime,
    records_too: bool = True,
) -> int:
    """Replace the person by nobody, and return in how many cases.

    Who reported an unknown account is forgotten. What somebody has answered and decided is
    official: it keeps its words, and its author unless *records_too*.
    """
    changed = 0

    def keep(repository: Repository[C], after: C, before: C) -> None:
        nonlocal changed
        save(uow, repository, replace(after, nonce=nonce()), before, by=None, at=at)
        changed += 1

    for case in uow.unknown_accounts.naming(person_id):
        if any(each.id == person_id for each in case.reporters):
            keep(uow.unknown_accounts, case.without_reporter(person_id), case)
    if not records_too:
        return changed
    for repository in (
        uow.rounds,
        uow.self_checks,
        uow.deviations,
        uow.unknown_accounts,
        uow.yearly_checks,
    ):
        store = cast(Any, repository)
        for case in store.naming(person_id):
            after = replace(_without(case, person_id, nobody()), version=case.version + 1)
            keep(store, after, case)
    return changed


def _without(value: Any, person_id: str, nobody: Person) -> Any:
    """Return *value* with *nobody* wherever the person stands in it, however deep."""
    if isinstance(value, Person):
        return nobody if value.id == person_id else value
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(
            value, **{key: _without(each, person_id, nobody) for key, each in held.items()}
        )
    if isinstance(value, Mapping):
        entries = cast(Mapping[Any, Any], value)
        return {key: _without(each, person_id, nobody) for key, each in entries.items()}
    if isinstance(value, tuple):
        return tuple(_without(each, person_id, nobody) for each in cast(tuple[Any, ...], value))
    return value
