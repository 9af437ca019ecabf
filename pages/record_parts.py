"""The parts of a record. What the form has lost since is shown all the same, under its id."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.account import Account
from accounts.conditions import Answers
from accounts.form import Severity, Step
from accounts.history import Event, EventKind
from accounts.request import AccountRequest
from knowledge.account_form import AccountForm, Wording
from texts.catalogue import Language


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with what was answered, which may be nothing."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one step; no title where they belong to none any longer."""

    title: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that isn't met, or a reason given for one that is met by now."""

    title: str
    explanation: str
    demand: Severity | None
    """None where it is met by now, or the form has it no longer."""
    reason: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist."""

    title: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class FormWords:
    """The form's words in one language, and ids where it has none."""

    form: AccountForm
    language: Language

    def step(self, step_id: str) -> str:
        return self._title(self.form.steps, step_id)

    def item(self, item_id: str) -> str:
        return self._title(self.form.checklist, item_id)

    def label(self, field_id: str) -> str:
        field = self.form.fields.get(field_id)
        return field.text_in(self.language).title if field else field_id

    def answer(self, field_id: str, answers: Answers) -> Answer:
        text = self.form.answer_text(field_id, answers.get(field_id, ""), self.language)
        return Answer(self.label(field_id), text)

    def unmet(self, requirement_id: str, demand: Severity | None, reason: str) -> Unmet:
        known = self.form.requirements.get(requirement_id)
        if known is None:
            return Unmet(requirement_id, "", demand, reason)
        text = known.text_in(self.language)
        return Unmet(text.title, text.help, demand, reason)

    def _title(self, titles: Mapping[str, Wording], key: str) -> str:
        return titles[key].text_in(self.language).title if key in titles else key


def parts_of(request: AccountRequest, view: Answers, words: FormWords) -> tuple[Part, ...]:
    """Return every answer by step, those to questions not asked any longer last."""
    asked = {step.id: words.form.rules.asked(step, view) for step in words.form.rules.steps}
    parts = [_part(step, view, words) for step in words.form.rules.steps if asked[step.id]]
    still_asked = {field.id for fields in asked.values() for field in fields}
    others = [field for field in request.answers if field not in still_asked]
    if others:
        answers = tuple(words.answer(field, request.answers) for field in others)
        parts.append(Part(None, answers))
    return tuple(parts)


def unmet_of(request: AccountRequest, view: Answers, words: FormWords) -> tuple[Unmet, ...]:
    """Return the open requirements, then every other reason that was given."""
    still_open = {each.id: each.demand for each in words.form.rules.unmet(view)}
    return tuple(
        words.unmet(each, still_open.get(each), request.reasons.get(each, ""))
        for each in dict.fromkeys((*still_open, *request.reasons))
    )


def checklist_of(request: AccountRequest, words: FormWords) -> tuple[Item, ...]:
    items = dict.fromkeys((*words.form.rules.checklist, *sorted(request.done)))
    return tuple(Item(words.item(each), each in request.done) for each in items)


def confirmation_of(request: AccountRequest) -> Event | None:
    """Return when and by whom the manager's yes was given, where it holds."""
    if request.confirmed_by is None:
        return None
    given = (each for each in reversed(request.history) if each.kind is EventKind.CONFIRMED)
    return next(given, None)


def history_of(request: AccountRequest, account: Account | None) -> tuple[Event, ...]:
    """Return everything that happened to the request and its account, in order."""
    events = (*request.history, *(account.history if account else ()))
    return tuple(sorted(events, key=lambda event: event.at))


def _part(step: Step, view: Answers, words: FormWords) -> Part:
    asked = words.form.rules.asked(step, view)
    return Part(words.step(step.id), tuple(words.answer(field.id, view) for field in asked))
