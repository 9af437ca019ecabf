"""What a requester can do with a draft: walk through its steps, and put it aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from accounts.changes import own_request, save_request
from accounts.decision import RequestStatus
from accounts.form import NOTHING_WRONG, SUMMARY, Field, Step, StepCheck
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import FieldKind, normalized
from core.entered_text import entered_text, require_within_limit
from core.errors import OutOfDate
from core.person import Person


class Move(StrEnum):
    """Where to from a step."""

    NEXT = "next"
    BACK = "back"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class StepInput:
    """What stood in a step's card when a button was pressed."""

    request_id: str
    seen: int
    step: str
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Walked:
    """The request after a move, and what stood in the way where the step couldn't be left."""

    request: AccountRequest
    check: StepCheck = NOTHING_WRONG


class DraftService:
    """One method for each thing a requester can do with a draft. All raise `AccountsError`."""

    def __init__(self, around: AccountsPolicy) -> None:
        self._policy = around

    def begin(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a new draft; the same id again gives the draft it gave before.

        Who has a draft with nothing in it yet gets that one: a button is easily pressed twice.
        """
        blank = self._blank_draft(uow, by, besides=request_id)
        if blank is not None:
            return blank
        at, form = self._policy.clock(), self._policy.form()
        request = AccountRequest.begun(
            request_id, by, at=at, nonce=self._policy.nonce(), step=form.steps[0].id
        )
        if not uow.requests.add(request):
            return self.show(uow, by, request_id)
        save_request(uow, request, None, by=by)
        return request

    def show(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return the person's own request."""
        return own_request(uow, by, request_id)

    def leave(self, uow: AccountsUnitOfWork, by: Person, entered: StepInput, move: Move) -> Walked:
        """Keep what was entered, and go on where nothing stands in the way.

        Raises:
            OutOfDate: where the card is an old one, and what it holds isn't what is kept.
        """
        before = self.show(uow, by, entered.request_id)
        form = self._policy.form()
        step = form.step(entered.step)
        if step is None or not before.is_editable:
            raise OutOfDate
        answers, reasons = self._tidied(step, entered)
        now = before.answered(answers, reasons, step=step.id, at=self._policy.clock())
        if not before.is_shown_as(entered.seen):
            return self._seen_again(uow, before, now, move)
        check = self._check(uow, now, move)
        offset = {Move.NEXT: 1 if check.passes else 0, Move.BACK: -1, Move.CLOSE: 0}[move]
        after = replace(now, step=form.beside(step.id, offset=offset))
        save_request(uow, after, before, by=by)
        return Walked(after, check)

    def jump(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, step: str
    ) -> AccountRequest:
        """Go straight to a step, from the summary or from what a reviewer found missing."""
        before = self.show(uow, by, request_id)
        if before.is_editable and before.version != seen and before.step == step:
            return before
        before.require_seen(seen)
        if step != SUMMARY and self._policy.form().step(step) is None:
            raise OutOfDate
        after = before.answered({}, {}, step=step, at=self._policy.clock())
        save_request(uow, after, before, by=by)
        return after

    def discard(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Throw a draft away."""
        before = self.show(uow, by, request_id)
        if before.status is RequestStatus.DISCARDED:
            return before
        before.require_seen(seen)
        after = before.discarded(at=self._policy.clock())
        save_request(uow, after, before, by=by)
        return after

    def _blank_draft(
        self, uow: AccountsUnitOfWork, by: Person, *, besides: str
    ) -> AccountRequest | None:
        theirs = [each for each in uow.requests.of_person(by.id) if each.requester == by]
        if any(each.id == besides for each in theirs):
            return None
        return next(filter(_is_blank, theirs), None)

    def _tidied(self, step: Step, entered: StepInput) -> tuple[dict[str, str], dict[str, str]]:
        """Return the answers and reasons as they are kept; made-up ones are refused whole."""
        fields = {field.id: field for field in step.fields}
        demands = {each.id for each in self._policy.form().requirements if each.step == step.id}
        if not fields.keys() >= entered.answers.keys() or not demands >= entered.reasons.keys():
            raise OutOfDate
        answers = {key: _kept(fields[key], value) for key, value in entered.answers.items()}
        return answers, {key: entered_text(text) for key, text in entered.reasons.items()}

    def _check(self, uow: AccountsUnitOfWork, request: AccountRequest, move: Move) -> StepCheck:
        """Return what stands in the way of leaving the step where the request stands."""
        step = self._policy.form().step(request.step)
        if move is not Move.NEXT or step is None:
            return NOTHING_WRONG
        view = self._policy.view(uow, request.answers)
        return self._policy.check(step, view, request.reasons)

    def _seen_again(
        self, uow: AccountsUnitOfWork, before: AccountRequest, now: AccountRequest, move: Move
    ) -> Walked:
        """A second press of one button finds its answers kept, and is told what the first was."""
        if (before.answers, before.reasons) != (now.answers, now.reasons):
            raise OutOfDate
        stayed = before.step == now.step
        return Walked(before, self._check(uow, before, move) if stayed else NOTHING_WRONG)


def _is_blank(request: AccountRequest) -> bool:
    return request.status is RequestStatus.DRAFT and not request.answers and not request.reasons


def _kept(field: Field, value: str) -> str:
    """Return *value* as it is kept; choices come in the form's order, and must be among them."""
    text = normalized(require_within_limit(value), field.kind)
    if not field.choices:
        return text
    picked = text.split(",") if field.kind is FieldKind.CHOICES else [text]
    if not {*picked, ""} <= {*field.choices, ""}:
        raise OutOfDate
    return ",".join(choice for choice in field.choices if choice in picked)
