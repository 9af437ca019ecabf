"""What every service works with, made once at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.errors import HoldsPersonalData, NotAReviewer, TooLong
from accounts.form import NAME, PLATFORM, REGISTERED, Form, Step, StepCheck
from accounts.people import Person
from accounts.ports import Books
from accounts.request import AccountRequest
from accounts.values import LONGEST_SAID, Fault, FaultKind, Kind, bounded, tidied


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The form in use, the reviewers, the clock, and what no text may hold."""

    form: Callable[[], Form]
    """Asked at each turn, since editors change the form while people walk through it."""
    reviewers: frozenset[str]
    """Entra object ids; kept in lower case, however the settings write them."""
    clock: Callable[[], datetime]
    nonce: Callable[[], str]
    holds_personal_data: Callable[[str], bool]
    """Whether a text names somebody in care, by an identity number for one."""

    def __post_init__(self) -> None:
        lowered = frozenset(reviewer.lower() for reviewer in self.reviewers)
        object.__setattr__(self, "reviewers", lowered)

    def is_reviewer(self, person: Person) -> bool:
        return person.id.lower() in self.reviewers

    def must_review(self, person: Person) -> None:
        """Raise `NotAReviewer` unless *person* is named in the settings."""
        if not self.is_reviewer(person):
            raise NotAReviewer

    def words(self, text: str, kind: Kind = Kind.TEXT, *, longest: int = LONGEST_SAID) -> str:
        """Return what somebody wrote, as it is kept; raise `TooLong` or `HoldsPersonalData`."""
        kept = tidied(bounded(text), kind)
        if len(kept) > longest:
            raise TooLong(longest)
        if self.holds_personal_data(kept):
            raise HoldsPersonalData
        return kept

    def view(
        self, books: Books, answers: Mapping[str, str], *, own_account: str | None = None
    ) -> dict[str, str]:
        """Return the answers that count, with the facts that conditions may ask for."""
        return view_of(books, self.form(), answers, own_account=own_account)

    def check(self, step: Step, view: Mapping[str, str], reasons: Mapping[str, str]) -> StepCheck:
        """Return what stands in the way of leaving *step*, texts that name people included."""
        form = self.form()
        check = form.check(step, view, reasons)
        texts = {field.id: view.get(field.id, "") for field in form.asked(step, view)}
        texts |= {unmet.id: reasons.get(unmet.id, "") for unmet in check.unmet}
        telling = [
            Fault(where, FaultKind.PERSONAL_DATA)
            for where, text in texts.items()
            if text and self.holds_personal_data(text)
        ]
        return StepCheck((*check.faults, *telling), check.unmet)

    def obstacle(self, books: Books, request: AccountRequest) -> Step | None:
        """Return the first step that keeps the request from being sent."""
        view = self.view(books, request.answers)
        for step in self.form().steps:
            if not self.check(step, view, request.reasons).passes:
                return step
        return None


def view_of(
    books: Books, form: Form, answers: Mapping[str, str], *, own_account: str | None = None
) -> dict[str, str]:
    """Return the answers that count, with the facts that conditions may ask for.

    The account that the request itself has led to is no hindrance to it.
    """
    platform, name = answers.get(PLATFORM, ""), answers.get(NAME, "")
    known = books.register.named(platform, name) if platform and name else None
    taken = known is not None and known.id != own_account
    return form.applying({**answers, REGISTERED: "yes" if taken else "no"})
