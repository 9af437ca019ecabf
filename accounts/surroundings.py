"""What every service works with, made once at start."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.errors import NotAReviewer
from accounts.form import NAME, PLATFORM, REGISTERED, Form, Step, StepCheck
from accounts.people import Person
from accounts.ports import Books
from accounts.request import AccountRequest
from accounts.values import Fault, FaultKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The form in use, the reviewers, the clock, and what no text may hold."""

    form: Callable[[], Form]
    """Asked at each turn, since editors change the form while people walk through it."""
    reviewers: frozenset[str]
    """Entra object ids, in lower case."""
    clock: Callable[[], datetime]
    nonce: Callable[[], str]
    holds_personal_data: Callable[[str], bool]
    """Whether a text names somebody in care, by an identity number for one."""

    def is_reviewer(self, person: Person) -> bool:
        return person.id.lower() in self.reviewers

    def must_review(self, person: Person) -> None:
        """Raise `NotAReviewer` unless *person* is named in the settings."""
        if not self.is_reviewer(person):
            raise NotAReviewer

    def view(self, books: Books, answers: Mapping[str, str]) -> dict[str, str]:
        """Return the answers with the facts that conditions may ask for."""
        platform, name = answers.get(PLATFORM, ""), answers.get(NAME, "")
        taken = bool(platform and name) and books.register.named(platform, name) is not None
        return {**answers, REGISTERED: "yes" if taken else "no"}

    def check(self, step: Step, view: Mapping[str, str], reasons: Mapping[str, str]) -> StepCheck:
        """Return what stands in the way of leaving *step*, texts that name people included."""
        check = self.form().check(step, view, reasons)
        texts = {field.id: view.get(field.id, "") for field in self.form().asked(step, view)}
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
