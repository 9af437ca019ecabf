"""What the conditions of the request form may name: what is asked before them, and its answers."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from accounts.form import FACTS, OTHER
from accounts.values import FieldKind
from knowledge.source.account_file import AccountFile, ConditionEntry
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem, suggestion


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a condition may name, by when it is asked and what it may be compared with."""

    step: int
    place: int
    """Among all fields of the form."""
    answers: Collection[str]
    """An unanswered field is compared with the empty text."""


def check_conditions(form: Origin[AccountFile]) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of fields and requirements."""
    file, asked = form.value, _asked(form.value)
    for place, (location, field) in enumerate(file.fields()):
        if field.when is not None:
            ahead = {each for each, other in asked.items() if other.place >= place}
            yield from _faults(form, (*location, "when"), field.when, asked, ahead)
    numbers = {step.id: number for number, step in enumerate(file.steps)}
    for index, requirement in enumerate(file.requirements):
        number = numbers.get(requirement.step, len(numbers))
        ahead = {each for each, other in asked.items() if other.step > number}
        for key, condition in (("when", requirement.when), ("met", requirement.met)):
            if condition is not None:
                yield from _faults(form, ("requirements", index, key), condition, asked, ahead)


def _asked(file: AccountFile) -> dict[str, _Asked]:
    asked = {fact: _Asked(-1, -1, answers) for fact, answers in FACTS.items()}
    for place, (location, field) in enumerate(file.fields()):
        answers = {"", *(choice.id for choice in field.choices if not choice.retired)}
        if field.kind is FieldKind.UNIT:
            answers.add(OTHER)
        asked.setdefault(field.id, _Asked(int(location[1]), place, answers))
    return asked


def _faults(
    form: Origin[AccountFile],
    location: Location,
    condition: ConditionEntry,
    asked: Mapping[str, _Asked],
    ahead: Collection[str],
) -> Iterator[Problem]:
    for key, parts in (("any_of", condition.any_of), ("all_of", condition.all_of)):
        for number, part in enumerate(parts or ()):
            yield from _faults(form, (*location, key, number), part, asked, ahead)
    if condition.field is None:
        return
    where, facts = (*location, "field"), {"field": condition.field}
    if condition.field not in asked:
        yield form.problem(where, "unknown-field", **facts, **suggestion(condition.field, asked))
    elif condition.field in ahead:
        yield form.problem(where, "condition-ahead", **facts)
    elif condition.value not in asked[condition.field].answers:
        choice, answers = condition.value or "", asked[condition.field].answers
        facts |= {"choice": choice, **suggestion(choice, answers)}
        yield form.problem((*location, "is"), "unknown-choice", **facts)
