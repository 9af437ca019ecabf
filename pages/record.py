"""The record of one request, whole, as a page to print for the municipality's records.

What the form has lost since the request was written is shown all the same, under its id.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias

from accounts.account import Account
from accounts.case_service import RecordedCase
from accounts.form import IS_MANAGER, NAME, PLATFORM, UNIT, Form, Severity, Step
from accounts.history import Event, EventKind, RequestStatus, SentVersion
from accounts.request import AccountRequest
from accounts.values import Answers
from core.language import Language
from knowledge.account_form import NO_FORM, AccountForm, FormPart
from knowledge.base import Base
from pages.rendering import asset, render
from texts.catalogue import Catalogue, Texts

STYLE = asset("record.css")
"""Stands in the page itself, so that a saved record looks the same without the server."""
_CHECKED_OFF = frozenset({RequestStatus.APPROVED, RequestStatus.LIVE})

ReadCase: TypeAlias = Callable[[str, Form], Awaitable[RecordedCase | None]]
"""Reads a request by its id, judged by the rules of a form."""
NoteOpening: TypeAlias = Callable[[str, str | None, datetime], Awaitable[None]]
"""Logs that the record of a request was opened, by whom and when."""


@dataclass(frozen=True, slots=True)
class Records:
    """Gives the record of any request, by the form and the base in use at that moment."""

    read: ReadCase
    base: Callable[[], Base]
    texts: Texts
    clock: Callable[[], datetime]
    note_opening: NoteOpening

    async def open(self, request_id: str, language: Language, *, reader: str | None) -> str | None:
        """Return the record as a page, and log who opens it; None: those who run the bot."""
        page = await self.html(request_id, language)
        if page is not None:
            await self.note_opening(request_id, reader, self.clock())
        return page

    async def html(self, request_id: str, language: Language) -> str | None:
        """Return the record as a page; None where there is no such request."""
        base = self.base()
        case = await self.read(request_id, (base.account_form or NO_FORM).rules)
        if case is None:
            return None
        texts = self.texts.in_language(language)
        return record_html(case, base=base, texts=texts, now=self.clock())


@dataclass(frozen=True, slots=True)
class AnsweredField:
    """A question with what was answered, which may be nothing."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """The answers of one step; no title where they no longer belong to any."""

    title: str | None
    answers: tuple[AnsweredField, ...]


@dataclass(frozen=True, slots=True)
class UnmetRequirement:
    """A requirement that isn't met, or a reason given for one that is met by now."""

    title: str
    explanation: str
    demand: Severity | None
    """None where it is met by now, or the form has it no longer."""
    reason: str


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    title: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version that was sent, and sent anew after."""

    number: int
    sent: SentVersion
    differences: tuple[tuple[AnsweredField, str], ...]
    """What it said, and what the next one says in its place."""


@dataclass(frozen=True, slots=True)
class FormWords:
    """The form's words in one language, and ids where it has none."""

    form: AccountForm
    language: Language

    def step(self, step_id: str) -> str:
        return self._title(self.form.steps, step_id)

    def answer(self, field_id: str, answers: Answers) -> AnsweredField:
        text = self.form.answer_text(field_id, answers.get(field_id, ""), self.language)
        return AnsweredField(self._title(self.form.fields, field_id), text)

    def answered_steps(self, request: AccountRequest, view: Answers) -> tuple[AnsweredStep, ...]:
        """Return every answer by step, those to questions no longer asked last."""
        rules = self.form.rules
        steps = [self._answered(step, view) for step in rules.steps if rules.asked(step, view)]
        still_asked = {field.id for step in rules.steps for field in rules.asked(step, view)}
        others = [field for field in request.answers if field not in still_asked]
        if others:
            answers = tuple(self.answer(field, request.answers) for field in others)
            steps.append(AnsweredStep(None, answers))
        return tuple(steps)

    def unmet(self, request: AccountRequest, view: Answers) -> tuple[UnmetRequirement, ...]:
        """Return the open requirements, then every other reason that was given; not mere advice."""
        still_open = {
            each.id: each.demand
            for each in self.form.rules.unmet(view)
            if each.demand is not Severity.NOTE
        }
        return tuple(
            self._unmet(each, still_open.get(each), request.reasons.get(each, ""))
            for each in dict.fromkeys((*still_open, *request.reasons))
        )

    def advice(self, view: Answers) -> tuple[UnmetRequirement, ...]:
        """Return what the answers lead to that asks for nothing."""
        return tuple(
            self._unmet(each.id, each.demand, "")
            for each in self.form.rules.unmet(view)
            if each.demand is Severity.NOTE
        )

    def versions(self, request: AccountRequest) -> tuple[EarlierVersion, ...]:
        """Return each version sent before the last, with what the next one said otherwise."""
        sent = request.sent_versions
        return tuple(
            EarlierVersion(number, each, self._differences(each, following))
            for number, (each, following) in enumerate(pairwise(sent), start=1)
        )

    def _differences(
        self, before: SentVersion, after: SentVersion
    ) -> tuple[tuple[AnsweredField, str], ...]:
        fields = dict.fromkeys((*before.answers, *after.answers))
        return tuple(
            (self.answer(each, before.answers), self.answer(each, after.answers).text)
            for each in fields
            if before.answers.get(each, "") != after.answers.get(each, "")
        )

    def checklist(self, request: AccountRequest) -> tuple[ChecklistLine, ...]:
        """Return the checklist, or nothing before it applies."""
        if request.status not in _CHECKED_OFF and not request.done:
            return ()
        items = dict.fromkeys((*self.form.rules.checklist, *sorted(request.done)))
        titles = self.form.checklist
        return tuple(
            ChecklistLine(self._title(titles, each), each in request.done) for each in items
        )

    def _answered(self, step: Step, view: Answers) -> AnsweredStep:
        asked = self.form.rules.asked(step, view)
        answers = tuple(self.answer(field.id, view) for field in asked)
        return AnsweredStep(self.step(step.id), answers)

    def _unmet(self, requirement_id: str, demand: Severity | None, reason: str) -> UnmetRequirement:
        known = self.form.requirements.get(requirement_id)
        if known is None:
            return UnmetRequirement(requirement_id, "", demand, reason)
        words = known.text_in(self.language)
        return UnmetRequirement(words.title, words.help, demand, reason)

    def _title(self, parts: Mapping[str, FormPart], key: str) -> str:
        return parts[key].text_in(self.language).title if key in parts else key


def record_html(case: RecordedCase, *, base: Base, texts: Catalogue, now: datetime) -> str:
    """Return everything there is to tell of a request, its decision and its account."""
    request, view = case.request, case.view
    words = FormWords(base.account_form or NO_FORM, texts.language)
    return render(
        "record.html",
        texts,
        style=STYLE,
        request=request,
        heading=_heading(view, words),
        is_manager=request.answers.get(IS_MANAGER) == "yes",
        confirmation=_confirmation(request),
        parts=words.answered_steps(request, view),
        unmet=words.unmet(request, view),
        advice=words.advice(view),
        checklist=words.checklist(request),
        versions=words.versions(request),
        words=words,
        account=case.account,
        platform=words.answer(PLATFORM, {PLATFORM: case.account.platform} if case.account else {}),
        unit=words.answer(UNIT, {UNIT: case.account.unit} if case.account else {}),
        history=_history(request, case.account),
        revised=base.routine.revised,
        base_hash=base.hash,
        now=now,
    )


def _heading(view: Answers, words: FormWords) -> str:
    """Return the account's name and platform, as far as they have been answered."""
    facts = (words.answer(field, view).text for field in (NAME, PLATFORM))
    return ", ".join(fact for fact in facts if fact)


def _confirmation(request: AccountRequest) -> Event | None:
    """Return when and by whom the manager's yes was given, where it holds."""
    if request.confirmed_by is None:
        return None
    given = (each for each in reversed(request.history) if each.kind is EventKind.CONFIRMED)
    return next(given, None)


def _history(request: AccountRequest, account: Account | None) -> tuple[Event, ...]:
    """Return everything that happened to the request and its account, in order."""
    events = (*request.history, *(account.history if account else ()))
    return tuple(sorted(events, key=lambda event: event.at))
