"""What must hold within the request form, and between it and the rest of the base."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from accounts.deadlines import Recipient
from accounts.form import (
    CONTACT,
    FACTS,
    IS_MANAGER,
    LONGEST_REASON,
    MANAGER,
    NAME,
    OTHER,
    PLATFORM,
    PLATFORM_NAME,
    PURPOSE,
    RESPONSIBLE,
    SUMMARY,
    UNIT,
    UNIT_NAME,
    Severity,
)
from accounts.values import FieldKind
from knowledge.languages import place_of
from knowledge.routine import Unit
from knowledge.source.account_file import AccountFile, ReminderEntry
from knowledge.source.form_conditions import check_conditions
from knowledge.source.reading import Reading
from yamlfile.document import Location, Origin
from yamlfile.problem import Problem, suggestion

MOST_CHARACTERS = 9000
"""All answers and reasons together: they are shown on one card, and a card takes 28 KB."""

_REQUIRED_FIELDS = {
    PLATFORM: {FieldKind.CHOICE},
    NAME: {FieldKind.LINE},
    UNIT: {FieldKind.LINE, FieldKind.CHOICE, FieldKind.UNIT},
    PURPOSE: {FieldKind.LINE, FieldKind.TEXT},
}
"""The fields that every form must have, and the kinds they may be of."""
_OPTIONAL_FIELDS = {
    CONTACT: {FieldKind.LINE, FieldKind.EMAIL, FieldKind.WEB_ADDRESS},
    MANAGER: {FieldKind.LINE, FieldKind.PERSON},
    IS_MANAGER: {FieldKind.CHOICE},
    RESPONSIBLE: {FieldKind.LINE, FieldKind.PERSON},
    UNIT_NAME: {FieldKind.LINE},
    PLATFORM_NAME: {FieldKind.LINE},
}
"""The same for those that a form may leave out."""
_REVIEW_RECIPIENTS = (Recipient.CHANNEL, Recipient.REVIEWERS, Recipient.REQUESTER)
_MANAGER_RECIPIENTS = (Recipient.MANAGER, Recipient.REQUESTER)
_REQUESTER = (Recipient.REQUESTER,)


def check_form(reading: Reading) -> Iterator[Problem]:
    """Yield every fault of the form, where there is one.

    Passages and topics that it names are looked up only where every entry could be read.
    """
    form = reading.form
    if form is None:
        return
    yield from _ids(form)
    yield from _required_fields(form)
    yield from _units(form, reading.units)
    yield from _choices(form)
    yield from check_conditions(form)
    yield from _requirements(form)
    yield from _deadlines(form)
    yield from _room(form)
    if reading.has_shape:
        yield from _dead_references(form, topics=reading.topics, passages=reading.passage_ids)


def _dead_references(
    form: Origin[AccountFile], *, topics: Collection[str], passages: Collection[str]
) -> Iterator[Problem]:
    for number, topic in enumerate(form.value.offered_on):
        place = ("offered_on", number)
        yield from form.unless_known(place, "unknown-topic", topic, topics, fact="topic")
    lists = {"steps": form.value.steps, "requirements": form.value.requirements}
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            if entry.passage is not None:
                place = (key, number, "passage")
                yield from form.unless_known(place, "unknown-passage", entry.passage, passages)


def _ids(form: Origin[AccountFile]) -> Iterator[Problem]:
    """Fields and requirements share one set of ids: a fault names only the id."""
    file = form.value
    steps = [(("steps", number), step.id) for number, step in enumerate(file.steps)]
    asked = [(location, field.id) for location, field in file.fields()]
    asked += [(("requirements", number), each.id) for number, each in enumerate(file.requirements)]
    asked += [(("retired", number), each.id) for number, each in enumerate(file.retired)]
    yield from _taken(form, steps, reserved={SUMMARY})
    yield from _taken(form, asked, reserved=FACTS)
    for key, items in (("checklist", file.checklist), ("closing", file.closing)):
        yield from _taken(form, [((key, number), item.id) for number, item in enumerate(items)])
    for location, field in file.fields():
        choices = enumerate(field.choices)
        ids = [((*location, "choices", number), choice.id) for number, choice in choices]
        yield from _taken(form, ids)


def _taken(
    form: Origin[AccountFile],
    ids: Iterable[tuple[Location, str]],
    *,
    reserved: Container[str] = (),
) -> Iterator[Problem]:
    seen: set[str] = set()
    for location, each in ids:
        if each in seen:
            yield form.problem((*location, "id"), "repeated-id", id=each)
        if each in reserved:
            yield form.problem((*location, "id"), "reserved-id", id=each)
        seen.add(each)


def _required_fields(form: Origin[AccountFile]) -> Iterator[Problem]:
    placed = {field.id: (location, field) for location, field in form.value.fields()}
    for missing in _REQUIRED_FIELDS.keys() - placed.keys():
        yield form.problem(("steps",), "needed-field-missing", field=missing)
    for field_id, kinds in (_REQUIRED_FIELDS | _OPTIONAL_FIELDS).items():
        if field_id not in placed:
            continue
        location, field = placed[field_id]
        if field.kind not in kinds:
            facts = {"field": field_id, "expected": sorted(kinds)}
            yield form.problem((*location, "kind"), "field-of-wrong-kind", **facts)
        if field_id in _REQUIRED_FIELDS and not (field.required and field.when is None):
            key = "when" if field.required else "required"
            yield form.problem((*location, key), "needed-field-optional", field=field_id)
        if field_id == IS_MANAGER and "yes" not in {choice.id for choice in field.choices}:
            facts = {"field": field_id, "choice": "yes"}
            yield form.problem((*location, "choices"), "needed-choice-missing", **facts)


def _units(form: Origin[AccountFile], units: Sequence[Origin[Unit]]) -> Iterator[Problem]:
    """A field answered with a unit needs a list, and a field for what isn't in it."""
    fields = {field.id for _, field in form.value.fields()}
    for location, field in form.value.fields():
        if field.kind is not FieldKind.UNIT:
            continue
        if not units:
            yield form.problem(location, "units-missing", field=field.id)
        if UNIT_NAME not in fields:
            yield form.problem(location, "needed-field-missing", field=UNIT_NAME)


def check_units(reading: Reading) -> Iterator[Problem]:
    """Yield the units with an id that is taken, or in one that isn't there or in themselves."""
    parents = {origin.value.id: origin.value.parent for origin in reading.units}
    seen: set[str] = {OTHER}
    for origin in reading.units if reading.has_shape else ():
        unit = origin.value
        if unit.id in seen:
            yield origin.problem(("id",), "repeated-id", id=unit.id)
        seen.add(unit.id)
        if unit.parent is not None and unit.parent not in parents:
            known = suggestion(unit.parent, parents)
            yield origin.problem(("parent",), "unknown-unit", id=unit.parent, **known)
        elif unit.id in _above(unit.id, parents):
            yield origin.problem(("parent",), "unit-within-itself", id=unit.id)


def _above(unit: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the units that *unit* is in, from the nearest, each once."""
    found: list[str] = []
    while (above := parents.get(found[-1] if found else unit)) and above not in found:
        found.append(above)
    return found


def _choices(form: Origin[AccountFile]) -> Iterator[Problem]:
    for location, field in form.value.fields():
        if field.takes_choices and not field.choices:
            yield form.problem(location, "choices-missing", field=field.id)
        if field.choices and not field.takes_choices:
            facts = {"field": field.id, "kind": field.kind}
            yield form.problem((*location, "choices"), "choices-unneeded", **facts)


def _requirements(form: Origin[AccountFile]) -> Iterator[Problem]:
    steps = {step.id for step in form.value.steps}
    for number, retired in enumerate(form.value.retired):
        if retired.step not in steps:
            yield form.problem(("retired", number, "step"), "unknown-step", id=retired.step)
    for number, requirement in enumerate(form.value.requirements):
        location: Location = ("requirements", number)
        if requirement.step not in steps:
            yield form.problem((*location, "step"), "unknown-step", id=requirement.step)
        if requirement.when is None and requirement.met is None:
            yield form.problem(location, "requirement-unconditional", id=requirement.id)
        for language in requirement.given_in():
            asks = bool(requirement.text_in(language).ask)
            if asks != (requirement.demand is Severity.REASON):
                code = "ask-unneeded" if asks else "ask-missing"
                where = (*location, *place_of(language), "ask")
                yield form.problem(where, code, demand=requirement.demand)


def _deadlines(form: Origin[AccountFile]) -> Iterator[Problem]:
    deadlines = form.value.deadlines
    if deadlines.warn_days >= deadlines.draft_days:
        facts = {"warn_days": deadlines.warn_days, "draft_days": deadlines.draft_days}
        yield form.problem(("deadlines", "warn_days"), "warning-too-early", **facts)
    yield from _escalation(form, "review", deadlines.review, _REVIEW_RECIPIENTS)
    yield from _escalation(form, "manager", deadlines.manager, _MANAGER_RECIPIENTS)
    yield from _escalation(form, "returned", deadlines.returned, _REQUESTER)
    yield from _escalation(form, "approved", deadlines.approved, _REQUESTER)


def _escalation(
    form: Origin[AccountFile],
    key: str,
    reminders: tuple[ReminderEntry, ...],
    recipients: tuple[Recipient, ...],
) -> Iterator[Problem]:
    before = 0
    for number, reminder in enumerate(reminders):
        location: Location = ("deadlines", key, number)
        if reminder.after_days <= before:
            facts = {"days": reminder.after_days, "before": before}
            yield form.problem((*location, "after_days"), "ladder-falls", **facts)
        if reminder.tell not in recipients:
            facts = {"field": "tell", "expected": recipients}
            yield form.problem((*location, "tell"), "wrong-choice", **facts)
        before = reminder.after_days


def _room(form: Origin[AccountFile]) -> Iterator[Problem]:
    file = form.value
    reasons = sum(each.demand is Severity.REASON for each in file.requirements)
    count = sum(field.room for _, field in file.fields()) + reasons * LONGEST_REASON
    if count > MOST_CHARACTERS:
        yield form.problem(("steps",), "form-too-long", count=count, most=MOST_CHARACTERS)
