"""What a requester can do with a draft: walk through its steps, and put it aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from accounts.errors import OutOfDate
from accounts.form import NOTHING_WRONG, SUMMARY, Step, StepCheck
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_request, own_request
from accounts.request import AccountRequest, Status
from accounts.surroundings import Surroundings
from accounts.values import bounded, tidied, words


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
        """Return a new draft; the same id again gives the draft it gave before."""
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
        if before.version != entered.seen:
            return _seen_again(before, answers, reasons)
        view = self._around.view(books, {**before.answers, **answers})
        check = NOTHING_WRONG
        if move is Move.NEXT:
            check = self._around.check(step, view, {**before.reasons, **reasons})
        offset = {Move.NEXT: 1 if check.passes else 0, Move.BACK: -1, Move.CLOSE: 0}[move]
        goal = form.beside(step.id, offset=offset)
        after = before.answered(answers, reasons, step=goal, at=self._around.clock())
        keep_request(books, after, before, by=by)
        return Walked(after, check)

    def jump(
        self, books: Books, by: Person, request_id: str, seen: int, step: str
    ) -> AccountRequest:
        """Go straight to a step, from the summary or from what a reviewer found missing."""
        before = self.show(books, by, request_id)
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

    def _tidied(self, step: Step, entered: Entered) -> tuple[dict[str, str], dict[str, str]]:
        """Return the answers and reasons as they are kept; made-up ones are refused whole."""
        fields = {field.id: field for field in step.fields}
        demands = {each.id for each in self._around.form().requirements if each.step == step.id}
        if not fields.keys() >= entered.answers.keys() or not demands >= entered.reasons.keys():
            raise OutOfDate
        answers = {
            key: tidied(bounded(value), fields[key].kind) for key, value in entered.answers.items()
        }
        for key, value in answers.items():
            if fields[key].choices and not {*value.split(","), ""} <= {*fields[key].choices, ""}:
                raise OutOfDate
        return answers, {key: words(text) for key, text in entered.reasons.items()}


def _seen_again(
    request: AccountRequest, answers: Mapping[str, str], reasons: Mapping[str, str]
) -> Walked:
    """A second press of one button finds its answers kept, and loses nothing by being ignored."""
    kept = {**request.answers, **request.reasons}
    if any(kept.get(key, "") != value for key, value in {**answers, **reasons}.items()):
        raise OutOfDate
    return Walked(request)
