"""The request form that the program uses, made of what the editors' files hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accounts import form as domain
from accounts.values import FieldKind
from core.person import folded
from knowledge.account_form import OTHER_UNIT, AccountForm, FormPart, Wording
from knowledge.passage import Translated
from knowledge.routine import Unit
from knowledge.source.account_file import (
    AccountFile,
    ChoiceEntry,
    FieldEntry,
    ItemEntry,
    RequirementEntry,
    RetiredEntry,
    StepEntry,
)
from knowledge.source.form_texts import FieldText, ItemText, RequirementText, StepText


def account_form(file: AccountFile, units: Sequence[Unit]) -> AccountForm:
    fields = [field for _, field in file.fields()]
    return AccountForm(
        rules=domain.Form(
            steps=tuple(step.rule(units) for step in file.steps),
            requirements=tuple(each.rule() for each in file.requirements),
            checklist=tuple(item.id for item in file.checklist),
            closing=tuple(item.id for item in file.closing),
            deadlines=file.deadlines.rule(),
            retired=_retired_by_step(file.retired),
            units={
                folded(name): unit.id
                for unit in units
                for name in map(unit.text_in, unit.given_in())
            },
            hosts={
                choice.id: choice.hosts
                for field in fields
                if field.id == domain.PLATFORM
                for choice in field.choices
            },
        ),
        steps=_parts(file.steps),
        fields=_parts((*file.retired, *fields)) | _of_units(fields, units),
        requirements=_parts(file.requirements),
        checklist=_parts(file.checklist),
        closing=_parts(file.closing),
        offered_on=frozenset(file.offered_on),
        units={unit.id: unit for unit in units},
        report_pages={
            choice.id: choice.report
            for field in fields
            if field.id == domain.PLATFORM
            for choice in field.choices
            if choice.report
        },
    )


def _retired_by_step(entries: Iterable[RetiredEntry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        found[entry.step] = (*found.get(entry.step, ()), entry.id)
    return found


def _of_units(fields: Iterable[FieldEntry], units: Sequence[Unit]) -> dict[str, FormPart]:
    """Return the parts of the fields that are answered with a unit; the list is theirs."""
    choices = {unit.id: _translated(unit) for unit in units}
    choices[domain.OTHER] = OTHER_UNIT
    return {
        field.id: replace(_part(field), choices=choices)
        for field in fields
        if field.kind is FieldKind.UNIT
    }


def _parts(
    entries: Iterable[StepEntry | FieldEntry | RetiredEntry | RequirementEntry | ItemEntry],
) -> dict[str, FormPart]:
    return {entry.id: _part(entry) for entry in entries}


def _part(
    entry: StepEntry | FieldEntry | RetiredEntry | RequirementEntry | ItemEntry,
) -> FormPart:
    said = {language: _wording(entry.text_in(language)) for language in entry.given_in()}
    part = FormPart(said.pop("sv"), said.pop("en", None), said)
    match entry:
        case RetiredEntry():
            return replace(part, choices=_choices(entry.choices))
        case FieldEntry():
            return replace(part, choices=_choices(entry.choices), public=entry.public)
        case StepEntry() | RequirementEntry():
            return replace(part, passage=entry.passage)
        case ItemEntry():
            return part


def _wording(text: str | StepText | FieldText | RequirementText | ItemText) -> Wording:
    return Wording(text) if isinstance(text, str) else text.wording()


def _translated(entry: ChoiceEntry | Unit) -> Translated:
    return Translated(entry.sv, entry.en, entry.translations)


def _choices(entries: Iterable[ChoiceEntry]) -> dict[str, Translated]:
    return {each.id: _translated(each) for each in entries}
