"""What the services of requests and accounts decide by: the policy, and the form in use."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.addresses import (
    address_key,
    cleaned,
    completed,
    host_among,
    is_front_page,
    is_web_address,
)
from accounts.errors import AddressTaken, NotAnAddress, WrongHost
from accounts.form import (
    ADDRESS,
    MANAGER,
    MANAGER_MATCH,
    NAME,
    PLATFORM,
    REGISTERED,
    RESPONSIBLE,
    Form,
    Step,
    StepCheck,
)
from accounts.likeness import platform_of
from accounts.matching import NameMatch, match_fact, match_person
from accounts.people_fields import matches_in
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers, FaultKind, Field, FieldFault, FieldKind, fault_in
from core.changes import require_case
from core.clock import swedish_day
from core.person import Person, named_and_picked
from core.policy import Policy

LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPolicy(Policy):
    """The policy with the form in use."""

    form: Callable[[], Form]
    """Asked at each unit of work, since editors change the form while people walk through it."""
    approval_days: int = 90
    """For how long an approval holds while no account comes of it."""

    def view(self, uow: AccountsUnitOfWork, request: AccountRequest) -> dict[str, str]:
        """Return the answers that count, with the facts that conditions may ask for."""
        return view_of(uow, self.form(), request)

    def check(self, step: Step, view: Answers, reasons: Answers) -> StepCheck:
        """Return what stands in the way of leaving *step*, texts that name people included."""
        form = self.form()
        asked, check = form.asked(step, view), form.check(step, view, reasons)
        texts = {
            field.id: named_and_picked(view.get(field.id, ""))[0]
            if field.kind is FieldKind.PERSON
            else view.get(field.id, "")
            for field in asked
        }
        texts |= {unmet.id: reasons.get(unmet.id, "") for unmet in check.unmet}
        telling = [
            FieldFault(where, FaultKind.PERSONAL_DATA)
            for where, text in texts.items()
            if text and self.holds_personal_data(text)
        ]
        faults = (
            *check.faults,
            *self._out_of_reach(asked, view),
            *self._elsewhere(asked, view),
            *telling,
        )
        return StepCheck(faults, check.unmet)

    def _out_of_reach(self, asked: Sequence[Field], view: Answers) -> Iterator[FieldFault]:
        """Yield the dates that can't be meant, and the people who can't be, or not for sure."""
        for field in asked:
            value = view.get(field.id, "")
            is_date = field.kind is FieldKind.DATE and value and fault_in(field, value) is None
            if is_date:
                day, today = date.fromisoformat(value), swedish_day(self.clock())
                if not field.is_within(day, today):
                    yield FieldFault(field.id, FaultKind.TOO_FAR_AWAY)
            if field.id == MANAGER and view.get(MANAGER_MATCH) == NameMatch.SELF:
                yield FieldFault(field.id, FaultKind.OWN_NAME)
            match = view.get(match_fact(field.id), "")
            if match == NameMatch.SEVERAL:
                yield FieldFault(field.id, FaultKind.SEVERAL_PEOPLE)
            if match == NameMatch.NOBODY and value and not named_and_picked(value)[0]:
                yield FieldFault(field.id, FaultKind.NAME_NEEDED)

    def _elsewhere(self, asked: Sequence[Field], view: Answers) -> Iterator[FieldFault]:
        """Yield that the account's address isn't on its platform."""
        address, hosts = view.get(ADDRESS, ""), self.form().hosts.get(view.get(PLATFORM, ""), ())
        is_asked = any(field.id == ADDRESS for field in asked)
        if is_asked and hosts and is_web_address(address) and not host_among(address, hosts):
            yield FieldFault(ADDRESS, FaultKind.WRONG_HOST)

    def accepted_address(
        self, uow: AccountsUnitOfWork, entered: str, platform: str, *, unless: str = ""
    ) -> str:
        """Return an account's address as it is published; *unless* is the account that has it.

        Raises:
            AddressTaken: where another account has it, in any spelling.
            NotAnAddress, WrongHost: as `address_on`.
        """
        address = self.address_on(platform, entered)
        key = address_key(address)
        for account in uow.register.all():
            if account.id != unless and address_key(account.address) == key:
                raise AddressTaken(account.name)
        return address

    def address_on(self, platform: str, entered: str) -> str:
        """Return an address on a platform, completed and cleaned.

        Raises:
            NotAnAddress: where a browser couldn't open it, or it is the platform's front page.
            WrongHost: where it isn't on the platform.
        """
        address, hosts = completed(self.accepted_line(entered)), self.form().hosts.get(platform, ())
        if not is_web_address(address) or len(address) > LONGEST_ADDRESS:
            raise NotAnAddress
        if is_front_page(address, hosts):
            raise NotAnAddress
        if hosts and not host_among(address, hosts):
            raise WrongHost(hosts)
        return cleaned(address, hosts)

    def obstacle(self, view: Answers, reasons: Answers) -> Step | None:
        """Return the first step that keeps a request with these answers from being sent."""
        for step in self.form().steps:
            if not self.check(step, view, reasons).passes:
                return step
        return None


def view_of(uow: AccountsUnitOfWork, form: Form, request: AccountRequest) -> dict[str, str]:
    """Return the answers that count, with the facts that conditions may ask for.

    The account that the request itself has led to is no hindrance to it.
    """
    answers = form.applying(form.brought_up(request.answers))
    platform, name = platform_of(answers), answers.get(NAME, "")
    known = uow.register.named(platform, name) if platform and name else None
    taken = known is not None and known.id != request.account_id
    manager = match_person(uow.people, answers.get(MANAGER, ""), request.requester)
    facts = {REGISTERED: "yes" if taken else "no", MANAGER_MATCH: manager.kind.value}
    facts |= {
        match_fact(field_id): match.kind.value
        for field_id, match in matches_in(uow, form.fields(), answers, request.requester).items()
    }
    return form.applying({**answers, **facts})


def named_responsible(uow: AccountsUnitOfWork, request: AccountRequest) -> Person | None:
    """Return who is to be responsible for the account, where that is somebody else whom the bot
    knows."""
    named = request.answers.get(RESPONSIBLE, "")
    return match_person(uow.people, named, request.requester).only


def require_own_request(uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
    """Return a request that *by* has made; raise `NoSuchCase`."""
    request = require_case(uow.requests, request_id)
    request.require_requester(by)
    return request
