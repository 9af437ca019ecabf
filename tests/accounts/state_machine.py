"""How the people of the state machine press buttons, and what each press is held to."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from accounts.account import Account, AccountStatus
from accounts.history import WAITING, RequestStatus
from accounts.request import AccountRequest
from accounts.walk import Move, StepInput
from core.errors import DomainError
from core.person import Person
from tests.accounts.invariants import StoredData, StrictOutbox, TransitionRules
from tests.world.builders import ANSWERS
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

PEOPLE = (ADA, BO, EVA, KIM, RUT)
TICKED, SAVED = frozenset({"profil", "tva"}), frozenset({"sparat", "gallrat"})
SEES_NO_VERSION = {"drafts.begin", "handovers.take_over", "handovers.decline", "desk.answer"}
STAND = {"handovers.take_over", "desk.claim", "desk.ask", "desk.answer", "desk.enter_diary_number"}
"""What an old button may still do: no card shows that anything has changed since."""

people = st.sampled_from(PEOPLE)


class PeopleMachine(RuleBasedStateMachine):
    """One method for each kind of person who presses something."""

    def __init__(self) -> None:
        super().__init__()
        self.services = AccountServices()
        self.services.uow.outbox = StrictOutbox()
        self.transition_rules = TransitionRules(self.services)
        self.entered: dict[str, dict[str, str]] = {}
        """What each request's maker has answered, as the maker remembers it."""
        self.pressed: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    @property
    def requests(self) -> Mapping[str, AccountRequest]:
        return self.services.uow.requests.kept

    @property
    def accounts(self) -> list[Account]:
        kept = self.services.uow.register.kept.values()
        return [each for each in kept if each.standing is not AccountStatus.CLOSED]

    def standing(self, *statuses: RequestStatus) -> list[AccountRequest]:
        return [each for each in self.requests.values() if each.status in statuses]

    def one_that_is(self, data: st.DataObject, *statuses: RequestStatus) -> AccountRequest:
        return data.draw(st.sampled_from(self.standing(*statuses)))

    def version(self, request_id: str) -> int:
        return self.requests[request_id].version

    def person(self, data: st.DataObject, luck: int, right: Person) -> Person:
        return right if luck else data.draw(people)

    def press(self, button: str, by: Person | None, *facts: Any, **named: Any) -> None:
        """Do it, and at once again, as a client does that got no answer."""
        service, _, method = button.partition(".")
        do = getattr(getattr(self.services, service), method)
        facts = facts if by is None else (by, *facts)
        before, seen = self.services.uow.state(), StoredData(self.services.uow)
        try:
            do(*facts, **named)
        except DomainError:
            assert self.services.uow.state() == before
            return
        self.transition_rules.check(seen, by)
        after = self.services.uow.state()
        do(*facts, **named)
        assert self.services.uow.state() == after
        if by is not None and after != before:
            assert button in SEES_NO_VERSION or was_up_to_date(seen, *facts[1:3])
            self.pressed.append((button, facts, named))

    def leave(self, person: Person, entered: StepInput, move: Move) -> None:
        before = self.requests[entered.request_id]
        self.press("drafts.leave", person, entered, move)
        if self.requests[entered.request_id] is not before:
            merged = {**self.entered.get(before.id, {}), **entered.answers}
            self.entered[before.id] = {key: value for key, value in merged.items() if value}

    def fill_in(self, request_id: str, changes: Mapping[str, str]) -> None:
        """Walk through every step, with what each asks for."""
        answers = {**ANSWERS, **changes}
        for step in self.services.form.steps:
            asked = {each.id: answers[each.id] for each in step.fields if each.id in answers}
            request = self.requests[request_id]
            entered = StepInput(request_id, request.version, step.id, asked)
            self.leave(request.requester, entered, Move.NEXT)

    def register(self, request_id: str) -> None:
        """Do all that is on the list, and go live."""
        request = self.requests[request_id]
        self.press("accounts.tick", request.requester, request_id, request.version, TICKED)
        facts = (request.requester, request_id, self.version(request_id))
        self.press(
            "accounts.go_live", *facts, done=TICKED, address=f"https://example.se/{request_id}"
        )

    def by_requester(
        self,
        button: str,
        data: st.DataObject,
        luck: int,
        statuses: frozenset[RequestStatus] | set[RequestStatus],
        *facts: Any,
        **named: Any,
    ) -> None:
        request = self.one_that_is(data, *statuses)
        person = self.person(data, luck, request.requester)
        self.press(button, person, request.id, seen(luck, request), *facts, **named)

    def by_manager(self, button: str, data: st.DataObject, luck: int, **named: Any) -> None:
        request = self.one_that_is(data, *WAITING)
        asked = [each for each in PEOPLE if each.id == request.manager_id] or PEOPLE
        person = self.person(data, luck, data.draw(st.sampled_from(asked)))
        self.press(button, person, request.id, seen(luck, request), **named)

    def by_reviewer(self, button: str, data: st.DataObject, luck: int, **named: Any) -> None:
        request = self.one_that_is(data, RequestStatus.IN_REVIEW)
        person = self.person(data, luck, data.draw(st.sampled_from([EVA, RUT])))
        self.press(button, person, request.id, seen(luck, request), **named)

    def at_desk(
        self, button: str, data: st.DataObject, luck: int, status: RequestStatus, **named: Any
    ) -> None:
        request = self.one_that_is(data, status)
        person = self.person(data, luck, data.draw(st.sampled_from([EVA, RUT])))
        self.press(f"desk.{button}", person, request.id, seen(luck, request), **named)

    def by_responsible(
        self, button: str, data: st.DataObject, luck: int, *facts: Any, **named: Any
    ) -> None:
        account = data.draw(st.sampled_from(self.accounts))
        person = self.person(data, luck, account.responsible)
        self.press(button, person, account.id, seen(luck, account), *facts, **named)


def was_up_to_date(before: StoredData, case: str | StepInput, version: object) -> bool:
    """Whether a press said the version of a card that shows the case as it was."""
    if isinstance(case, StepInput):
        case, version = case.request_id, case.seen
    kept = before.requests.get(case) or before.register.get(case)
    return kept is not None and isinstance(version, int) and kept.takes_presses_on(version)


def seen(luck: int, case: AccountRequest | Account) -> int:
    return case.version - (luck == 1)
