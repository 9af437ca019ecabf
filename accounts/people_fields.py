"""Fields that are answered with somebody in the municipality, picked or by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accounts.form import MANAGER, unit_of
from accounts.matching import MatchedPeople, NameMatch, match_person, match_responsible
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers, Field, FieldKind, fault_in
from core.person import Person, named_and_picked, picked
from core.policy import Policy


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a name may mean, with the unit that tells them from another of that name."""

    person: Person
    unit: str = ""


def matches_in(
    uow: AccountsUnitOfWork, fields: Iterable[Field], answers: Answers, by: Person
) -> dict[str, MatchedPeople]:
    """Return whom *by* means in each field of a person; one's manager is never oneself."""
    return {
        each.id: (match_person if each.id == MANAGER else match_responsible)(
            uow.people, answers.get(each.id, ""), by
        )
        for each in fields
        if each.kind is FieldKind.PERSON
    }


def candidates_for(
    uow: AccountsUnitOfWork, fields: Iterable[Field], request: AccountRequest
) -> dict[str, Sequence[Candidate]]:
    """Return whom the names in *fields* may mean, where they may mean several."""
    matches = matches_in(uow, fields, request.answers, request.requester)
    return {
        field_id: [Candidate(each, _unit_of(uow, each)) for each in match.people]
        for field_id, match in matches.items()
        if match.kind is NameMatch.SEVERAL
    }


def remembered_answers(
    uow: AccountsUnitOfWork, fields: Iterable[Field], earlier: Answers, by: Person
) -> dict[str, str]:
    """Return which of the *earlier* answers of *by* another request begins with.

    Of people, those whom the bot still knows.
    """
    kept = [each for each in fields if each.remembered]
    people = matches_in(uow, kept, earlier, by)
    unknown = {key for key, match in people.items() if match.only is None}
    answers = {each: earlier.get(each.id, "") for each in kept if each.id not in unknown}
    return {each.id: text for each, text in answers.items() if text and not fault_in(each, text)}


def with_their_names(
    uow: AccountsUnitOfWork, fields: Mapping[str, Field], answers: Answers
) -> dict[str, str]:
    """Return the answers, those who were picked with the names the bot knows them by."""
    return {
        key: _with_their_name(uow, text) if fields[key].kind is FieldKind.PERSON else text
        for key, text in answers.items()
    }


def accepted_person(policy: Policy, text: str) -> str:
    """Return somebody who was named or picked as they are stored; raise as `accepted_line` does."""
    name, picked_id = named_and_picked(text)
    said = policy.accepted_line(name)
    return picked(said, picked_id) if picked_id else said


def _with_their_name(uow: AccountsUnitOfWork, text: str) -> str:
    picked_id = named_and_picked(text)[1]
    known = uow.people.known(picked_id) if picked_id else None
    return picked(known.name, known.id) if known else text


def _unit_of(uow: AccountsUnitOfWork, person: Person) -> str:
    """Return the unit of an account that somebody looks after, or of what they have asked for."""
    accounts = [each.unit for each in uow.register.of_person(person.id)]
    theirs = (each for each in uow.requests.of_person(person.id) if each.requester == person)
    return next((unit for unit in (*accounts, *map(_unit_asked_for, theirs)) if unit), "")


def _unit_asked_for(request: AccountRequest) -> str:
    return unit_of(request.answers)
