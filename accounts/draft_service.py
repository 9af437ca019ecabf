"""The walk through a request's steps, which the requester may leave and take up again."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.errors import NotNow, TooManyDrafts
from accounts.form import SUMMARY, Step
from accounts.history import RequestStatus
from accounts.people_fields import candidates_for, remembered_answers, with_their_names
from accounts.policy import AccountsPolicy, require_own_request
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers, Field, FieldKind, normalized
from accounts.walk import Move, StepInput, Walk, asked_anew, copied, new_advice
from core.changes import change_once, require_case, save
from core.entered_text import entered_text, require_within_limit
from core.errors import OutOfDate
from core.person import Person
from core.service import Service, reads, writes

MOST_DRAFTS = 10
"""Drafts that one person may have at a time."""


class DraftService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What a requester does with a draft, or with a request that came back."""

    @writes
    def begin(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> Walk:
        """Return a new draft; the same id again gives the draft it gave before.

        Whoever has a draft with nothing in it yet gets that one: a button is easily pressed twice.
        """
        blank = _blank_draft(uow, by, besides=request_id)
        if blank is not None:
            return self._walk(uow, blank)
        request = self._begun(uow, by, request_id)
        if not uow.requests.add(request):
            return self._walk(uow, self._own(uow, by, request_id))
        save(uow, uow.requests, request, None, by=by)
        return self._walk(uow, request)

    @writes
    def copy(self, uow: AccountsUnitOfWork, by: Person, request_id: str, case_id: str) -> Walk:
        """Return a new draft that is answered as an earlier request of *by* was.

        While that one, or the account it has led to, stands, the new one is for another account:
        the answers that belong to one account alone are left out.
        """
        source, form = self._source(uow, by, case_id), self._policy.form()
        copy = copied(self._begun(uow, by, request_id), source, form)
        view = self._policy.view(uow, copy)
        obstacle = self._policy.obstacle(view, copy.reasons)
        copy = replace(copy, step=obstacle.id if obstacle else SUMMARY, reached_summary=True)
        if not uow.requests.add(copy):
            return self._walk(uow, self._own(uow, by, request_id))
        save(uow, uow.requests, copy, None, by=by)
        return self._walk(uow, copy)

    @reads
    def begun(self, uow: AccountsUnitOfWork, by: Person) -> Sequence[AccountRequest]:
        """Return what *by* may go on with, latest change first."""
        return [each for each in _theirs(uow, by) if each.is_editable]

    @reads
    def show(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> Walk:
        return self._walk(uow, self._own(uow, by, request_id))

    @writes
    def leave(self, uow: AccountsUnitOfWork, by: Person, entered: StepInput, move: Move) -> Walk:
        """Save what was entered, and go on where nothing stands in the way.

        Raises:
            OutOfDate: where the card is an old one, and holds something else than what is saved.
        """
        before = self._own(uow, by, entered.request_id)
        form = self._policy.form()
        step, goes_on = form.step(entered.step), move is Move.NEXT
        if step is None or not before.is_editable:
            raise OutOfDate
        cleaned = self._cleaned(uow, step, entered)
        now = before.answered(*cleaned, step=step.id, at=self._policy.clock())
        if not before.takes_presses_on(entered.seen):
            if (before.answers, before.reasons) != (now.answers, now.reasons):
                raise OutOfDate
            return self._walk(uow, before, tried=goes_on and before.step == step.id)
        view = self._policy.view(uow, now)
        is_held_up = goes_on and not self._policy.check(step, view, now.reasons).passes
        after = now if is_held_up else now.at_step(self._after(step, move, now, view))
        save(uow, uow.requests, after, before, by=by)
        walk = self._at(uow, after, view, tried=is_held_up)
        if not goes_on:
            return walk
        shown = self._policy.view(uow, before)
        if is_held_up:
            return replace(walk, asked_anew=asked_anew(form, step, shown, view))
        return replace(walk, advice=new_advice(form, step, shown, view))

    @writes
    def jump(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, step: str
    ) -> Walk:
        """Go straight to a step, from the summary or from what a reviewer found missing."""
        before = self._own(uow, by, request_id)

        def at_step() -> AccountRequest:
            if step != SUMMARY and self._policy.form().step(step) is None:
                raise OutOfDate
            return before.answered({}, {}, step=step, at=self._policy.clock())

        is_done = before.is_editable and before.version != seen and before.step == step
        after = change_once(uow, uow.requests, before, at_step, by=by, seen=seen, is_done=is_done)
        return self._walk(uow, after)

    def _own(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request of *by* with its answers, and its place, as the form in use has them."""
        request, form = require_own_request(uow, by, request_id), self._policy.form()
        if not request.is_editable:
            return request
        is_lost = form.step(request.step) is None and request.has_reached_summary
        step = SUMMARY if is_lost else request.step
        return replace(request, answers=form.brought_up(request.answers), step=step)

    def _source(self, uow: AccountsUnitOfWork, by: Person, case_id: str) -> AccountRequest:
        """Return the request to copy: one's own, or that of an account one is responsible for."""
        account = uow.register.get(case_id)
        if account is not None:
            account.require_looked_after_by(by)
            return require_case(uow.requests, account.request_id)
        request = require_own_request(uow, by, case_id)
        if not request.has_been_sent:
            raise NotNow(request.status)
        return request

    def _begun(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a new draft; raise `TooManyDrafts` where *by* has as many as one may have."""
        drafts = [each for each in _theirs(uow, by) if each.status is RequestStatus.DRAFT]
        if len(drafts) >= MOST_DRAFTS and request_id not in (each.id for each in drafts):
            raise TooManyDrafts(MOST_DRAFTS)
        at, nonce, form = self._policy.clock(), self._policy.nonce(), self._policy.form()
        return AccountRequest.begun(request_id, by, at=at, nonce=nonce, step=form.steps[0].id)

    def _walk(
        self, uow: AccountsUnitOfWork, request: AccountRequest, *, tried: bool = False
    ) -> Walk:
        return self._at(uow, request, self._policy.view(uow, request), tried=tried)

    def _at(
        self,
        uow: AccountsUnitOfWork,
        request: AccountRequest,
        view: Answers,
        *,
        tried: bool = False,
    ) -> Walk:
        """Return the walk where the request stands; a step that has gone counts as the first."""
        if request.step == SUMMARY:
            return Walk(request, view, obstacle=self._policy.obstacle(view, request.reasons))
        form = self._policy.form()
        step = form.steps[form.place_of(request.step)]
        known = {} if tried else self._remembered(uow, request, step)
        if known:
            request = replace(request, answers={**known, **request.answers})
            view = self._policy.view(uow, request)
        return Walk(
            request,
            view,
            self._policy.check(step, view, request.reasons),
            tried=tried,
            remembered=frozenset(known),
            following=self._following(step, request, view),
            candidates=candidates_for(uow, step.fields, request) if tried else {},
        )

    def _remembered(
        self, uow: AccountsUnitOfWork, request: AccountRequest, step: Step
    ) -> dict[str, str]:
        """Return what *step* of a draft begins with, where it hasn't been left yet."""
        if request.has_been_sent or any(field.id in request.answers for field in step.fields):
            return {}
        sent = (each for each in _theirs(uow, request.requester) if each.has_been_sent)
        last = max(sent, key=lambda each: each.received_at, default=None)
        if last is None:
            return {}
        answers = self._policy.form().brought_up(last.answers)
        return remembered_answers(uow, step.fields, answers, request.requester)

    def _after(self, step: Step, move: Move, request: AccountRequest, view: Answers) -> str:
        """Return where *move* leads from *step*."""
        match move:
            case Move.NEXT:
                return self._following(step, request, view)
            case Move.BACK:
                return self._policy.form().beside(step.id, offset=-1)
            case Move.CLOSE:
                return step.id

    def _following(self, step: Step, request: AccountRequest, view: Answers) -> str:
        """Return what comes after *step*: once all has been seen, only what is left to do."""
        form = self._policy.form()
        if not request.has_reached_summary:
            return form.beside(step.id, offset=1)
        marked = request.remarks if step.id in request.remarks else ()
        later = form.steps[form.place_of(step.id) + 1 :]
        return next(
            (
                each.id
                for each in later
                if each.id in marked or not self._policy.check(each, view, request.reasons).passes
            ),
            SUMMARY,
        )

    def _cleaned(
        self, uow: AccountsUnitOfWork, step: Step, entered: StepInput
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return answers and reasons as they are saved; one that is made up refuses them all."""
        fields = {field.id: field for field in step.fields}
        demands = {each.id for each in self._policy.form().requirements if each.step == step.id}
        if not fields.keys() >= entered.answers.keys() or not demands >= entered.reasons.keys():
            raise OutOfDate
        answers = {key: _cleaned_answer(fields[key], text) for key, text in entered.answers.items()}
        answers = with_their_names(uow, fields, answers)
        return answers, {key: entered_text(text) for key, text in entered.reasons.items()}


def _theirs(uow: AccountsUnitOfWork, by: Person) -> list[AccountRequest]:
    return [each for each in uow.requests.of_person(by.id) if each.requester == by]


def _blank_draft(uow: AccountsUnitOfWork, by: Person, *, besides: str) -> AccountRequest | None:
    theirs = _theirs(uow, by)
    if any(each.id == besides for each in theirs):
        return None
    return next(filter(_is_blank, theirs), None)


def _is_blank(request: AccountRequest) -> bool:
    return request.status is RequestStatus.DRAFT and not request.answers and not request.reasons


def _cleaned_answer(field: Field, value: str) -> str:
    """Return *value* as it is saved; choices come in the form's order, and must be among them."""
    text = normalized(require_within_limit(value), field.kind)
    if not field.choices:
        return text
    picked = text.split(",") if field.kind is FieldKind.CHOICES else [text]
    if not {*picked, ""} <= {*field.choices, ""}:
        raise OutOfDate
    return ",".join(choice for choice in field.choices if choice in picked)
