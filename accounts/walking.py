"""What a requester can do with a draft: walk through its steps, and put it aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from accounts.errors import OutOfDate
from accounts.form import NOTHING_WRONG, SUMMARY, Field, Step, StepCheck
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_request, own_request
from accounts.request import AccountRequest
from accounts.status import Status
from accounts.surroundings import Surroundings
from accounts.values import Kind, bounded, tidied, words


class Move(StrEnum):
    """Where to from a step."""

    NEXT = "next"
    BACK = "back"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Entered:
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


class Walking:
    """One method for each thing a requester can do with a draft. All raise `AccountsError`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def begin(self, books: Books, by: Person, request_id: str) -> AccountRequest:
        """Return a new draft; the same id again gives the draft it gave before.

        Who has a draft with nothing in it yet gets that one: a button is easily pressed twice.
        """
        blank = self._blank_draft(books, by, besides=request_id)
        if blank is not None:
            return blank
        at, form = self._around.clock(), self._around.form()
        request = AccountRequest.begun(
            request_id, by, at=at, nonce=self._around.nonce(), step=form.steps[0].id
        )
        if not books.requests.add(request):
            return self.show(books, by, request_id)
        keep_request(books, request, None, by=by)
        return request

    def show(self, books: Books, by: Person, request_id: str) -> AccountRequest:
        """Return the person's own request."""
        return own_request(books, by, request_id)

    def leave(self, books: Books, by: Person, entered: Entered, move: Move) -> Walked:
        """Keep what was entered, and go on where nothing stands in the way.

        Raises:
            OutOfDate: where the card is an old one, and what it holds isn't what is kept.
        """
        before = self.show(books, by, entered.request_id)
        form = self._around.form()
        step = form.step(entered.step)
        if step is None or not before.is_editable:
            raise OutOfDate
        answers, reasons = self._tidied(step, entered)
        now = before.answered(answers, reasons, step=step.id, at=self._around.clock())
        if not before.looks_as(entered.seen):
            return self._seen_again(books, before, now, move)
        check = self._check(books, now, move)
        offset = {Move.NEXT: 1 if check.passes else 0, Move.BACK: -1, Move.CLOSE: 0}[move]
        after = replace(now, step=form.beside(step.id, offset=offset))
        keep_request(books, after, before, by=by)
        return Walked(after, check)

    def jump(
        self, books: Books, by: Person, request_id: str, seen: int, step: str
    ) -> AccountRequest:
        """Go straight to a step, from the summary or from what a reviewer found missing."""
        before = self.show(books, by, request_id)
        if before.is_editable and before.version != seen and before.step == step:
            return before
        before.must_be_seen(seen)
        if step != SUMMARY and self._around.form().step(step) is None:
            raise OutOfDate
        after = before.answered({}, {}, step=step, at=self._around.clock())
        keep_request(books, after, before, by=by)
        return after

    def discard(self, books: Books, by: Person, request_id: str, seen: int) -> AccountRequest:
        """Throw a draft away."""
        before = self.show(books, by, request_id)
        if before.status is Status.DISCARDED:
            return before
        before.must_be_seen(seen)
        after = before.discarded(at=self._around.clock())
        keep_request(books, after, before, by=by)
        return after

    def _blank_draft(self, books: Books, by: Person, *, besides: str) -> AccountRequest | None:
        theirs = [each for each in books.requests.of_person(by.id) if each.requester == by]
        if any(each.id == besides for each in theirs):
            return None
        return next(filter(_is_blank, theirs), None)

    def _tidied(self, step: Step, entered: Entered) -> tuple[dict[str, str], dict[str, str]]:
        """Return the answers and reasons as they are kept; made-up ones are refused whole."""
        fields = {field.id: field for field in step.fields}
        demands = {each.id for each in self._around.form().requirements if each.step == step.id}
        if not fields.keys() >= entered.answers.keys() or not demands >= entered.reasons.keys():
            raise OutOfDate
        answers = {key: _kept(fields[key], value) for key, value in entered.answers.items()}
        return answers, {key: words(text) for key, text in entered.reasons.items()}

    def _check(self, books: Books, request: AccountRequest, move: Move) -> StepCheck:
        """Return what stands in the way of leaving the step where the request stands."""
        step = self._around.form().step(request.step)
        if move is not Move.NEXT or step is None:
            return NOTHING_WRONG
        view = self._around.view(books, request.answers)
        return self._around.check(step, view, request.reasons)

    def _seen_again(
        self, books: Books, before: AccountRequest, now: AccountRequest, move: Move
    ) -> Walked:
        """A second press of one button finds its answers kept, and is told what the first was."""
        if (before.answers, before.reasons) != (now.answers, now.reasons):
            raise OutOfDate
        stayed = before.step == now.step
        return Walked(before, self._check(books, before, move) if stayed else NOTHING_WRONG)


def _is_blank(request: AccountRequest) -> bool:
    return request.status is Status.DRAFT and not request.answers and not request.reasons


def _kept(field: Field, value: str) -> str:
    """Return *value* as it is kept; choices come in the form's order, and must be among them."""
    text = tidied(bounded(value), field.kind)
    if not field.choices:
        return text
    picked = text.split(",") if field.kind is Kind.CHOICES else [text]
    if not {*picked, ""} <= {*field.choices, ""}:
        raise OutOfDate
    return ",".join(choice for choice in field.choices if choice in picked)
