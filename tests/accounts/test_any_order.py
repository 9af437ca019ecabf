"""Five people and a clock do anything in any order, allowed or not; no rule breaks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from accounts.errors import AccountsError
from accounts.form import SUMMARY, Field, Form, Step
from accounts.people import Person
from accounts.register import Account, Standing
from accounts.request import AccountRequest
from accounts.status import EDITABLE, WAITING, WITHDRAWABLE, Status
from accounts.values import Kind
from accounts.walking import Entered, Move
from tests.accounts.office import ADA, ANSWERS, BO, EVA, KIM, RUT, SECRET, Office, a_form
from tests.accounts.rulebook import Rulebook, Seen, StrictOutbox, check_books

PEOPLE = (ADA, BO, EVA, KIM, RUT)
BEGUN = {
    "sm-aaaaaaa2": (ADA, "Biblioteket"),
    "sm-bbbbbbb2": (KIM, "Badhuset"),
    "sm-ccccccc2": (BO, "Bion"),
    "sm-ddddddd2": (RUT, "Parken"),
}
"""The requests that much is done with, who begins each, and the account's name at first."""
ADDRESSES = {name: f"https://example.se/{name}" for name in BEGUN}
MANAGERS = ["Bo Alm", "Eva Björk", "Ada Ek", "Okänd Chef"]
WORDS = ["Ja, för att vi måste.", "Nej.", "", f"Om {SECRET}."]
WAYWARD: Mapping[str, Sequence[Mapping[str, str]]] = {
    "vad": [{"namn": ""}, {"kanal": "myspace"}, {"syfte": f"Om {SECRET}"}, {"namn": "x" * 99}],
    "vem": [{"kontakt": "fel"}, {"ar_chef": ""}, {"namn": "fel steg"}, {"verksamhet": "x" * 5000}],
    "hur": [{"visar": "brukare"}, {"administratorer": "one"}, {"visar": "hus,brukare"}, {}],
    "borttaget": [{}],
}
STEPS = ["vad", "vem", "hur", SUMMARY, "borttaget"]
TICKED, SAVED = frozenset({"profil", "tva"}), frozenset({"sparat", "gallrat"})
MADE_UP: Sequence[tuple[str, Mapping[str, Any]]] = [
    ("walk.discard", {}),
    ("send.send", {}),
    ("send.send_unconfirmed", {}),
    ("send.withdraw", {}),
    ("send.confirm", {}),
    ("send.refuse", {"reason": "Nej."}),
    ("review.approve", {}),
    ("review.decline", {"reason": "Nej."}),
    ("review.send_back", {"remarks": {}, "text": "Nej."}),
    ("keep.tick", {"done": TICKED}),
    ("keep.go_live", {"address": "https://example.se/ny"}),
    ("keep.offer", {"to": "Kim Lund"}),
    ("keep.pause", {"reason": "Nu."}),
    ("keep.resume", {}),
    ("keep.close", {"done": SAVED}),
]
SEES_NO_VERSION = {"walk.begin", "keep.take_over"}

people = st.sampled_from(PEOPLE)
words = st.sampled_from(WORDS)
luck = st.integers(0, 5)
"""With 0 it is somebody else who presses, with 1 an old card."""


def another_form() -> Form:
    """The form after editors have been at it: a step gone, a choice gone, a field added."""
    what, _, how = a_form().steps
    fields = (*what.fields, Field("verksamhet", Kind.LINE), Field("mal", Kind.TEXT, required=False))
    how = Step("hur", (replace(how.fields[0], choices=("two",)), *how.fields[1:]))
    return replace(a_form(), steps=(Step("vad", fields), how))


def while_one_is(*statuses: Status) -> Callable[[Any], Any]:
    return precondition(lambda self: bool(self.standing(*statuses)))


def while_there_are_accounts() -> Callable[[Any], Any]:
    return precondition(lambda self: bool(self.accounts))


class Anything(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.office.books.outbox = StrictOutbox()
        self.rulebook = Rulebook(self.office)
        self.entered: dict[str, dict[str, str]] = {}
        """What each request's maker has answered, as the maker remembers it."""
        self.pressed: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    @initialize(stages=st.tuples(*(st.integers(0, 5) for _ in BEGUN)))
    def much_is_under_way(self, stages: tuple[int, ...]) -> None:
        """Each request begins the day somewhere between its first step and the register."""
        for (name, (person, called)), stage in zip(BEGUN.items(), stages, strict=True):
            self.bring(name, person, called, stage)

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), named=st.sampled_from(["BIBLIOTEKET", "Badhuset", "Ån"]))
    def walk_all_the_way(self, data: st.DataObject, named: str) -> None:
        own, manager = (
            data.draw(st.sampled_from(["no", "yes"])),
            data.draw(st.sampled_from(MANAGERS)),
        )
        request = self.one_that_is(data, *EDITABLE)
        self.fill_in(request.id, {"namn": named, "chef_ok": manager, "ar_chef": own})

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), luck=luck, step=st.sampled_from(sorted(WAYWARD)))
    def enter(self, data: st.DataObject, luck: int, step: str) -> None:
        request = self.one_that_is(data, *EDITABLE)
        answers = data.draw(st.sampled_from(WAYWARD[step]))
        reasons = data.draw(st.sampled_from([{}, {"ensam": "Vi är få."}]))
        entered = Entered(request.id, seen(luck, request), step, answers, reasons)
        person = self.person(data, luck, request.requester)
        self.leave(person, entered, data.draw(st.sampled_from(Move)))

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), luck=luck, step=st.sampled_from(STEPS))
    def jump(self, data: st.DataObject, luck: int, step: str) -> None:
        self.by_requester("walk.jump", data, luck, EDITABLE, step)

    @while_one_is(Status.DRAFT)
    @rule(data=st.data(), luck=luck)
    def discard(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("walk.discard", data, luck, {Status.DRAFT})

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), luck=luck)
    def send(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("send.send", data, luck, EDITABLE)

    @while_one_is(Status.AWAITING_MANAGER)
    @rule(data=st.data(), luck=luck)
    def send_unconfirmed(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("send.send_unconfirmed", data, luck, {Status.AWAITING_MANAGER})

    @while_one_is(*WITHDRAWABLE)
    @rule(data=st.data(), luck=luck)
    def withdraw(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("send.withdraw", data, luck, WITHDRAWABLE)

    @while_one_is(*WAITING)
    @rule(data=st.data(), luck=luck)
    def confirm(self, data: st.DataObject, luck: int) -> None:
        self.by_manager("send.confirm", data, luck)

    @while_one_is(*WAITING)
    @rule(data=st.data(), luck=luck, reason=words)
    def refuse(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_manager("send.refuse", data, luck, reason=reason)

    @while_one_is(Status.IN_REVIEW)
    @rule(data=st.data(), luck=luck, conditions=words)
    def approve(self, data: st.DataObject, luck: int, conditions: str) -> None:
        self.by_reviewer("review.approve", data, luck, conditions=conditions)

    @while_one_is(Status.IN_REVIEW)
    @rule(data=st.data(), luck=luck, reason=words)
    def decline(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_reviewer("review.decline", data, luck, reason=reason)

    @while_one_is(Status.IN_REVIEW)
    @rule(data=st.data(), luck=luck, step=st.sampled_from(STEPS), remark=words)
    def send_back(self, data: st.DataObject, luck: int, step: str, remark: str) -> None:
        self.by_reviewer("review.send_back", data, luck, remarks={step: remark, "vad": "Vilka?"})

    @while_one_is(Status.APPROVED)
    @rule(
        data=st.data(),
        luck=luck,
        done=st.sampled_from([TICKED, frozenset({"tva"}), frozenset({"x"})]),
    )
    def tick(self, data: st.DataObject, luck: int, done: frozenset[str]) -> None:
        self.by_requester("keep.tick", data, luck, {Status.APPROVED}, done)

    @while_one_is(Status.APPROVED)
    @rule(data=st.data(), luck=luck, where=st.sampled_from([*ADDRESSES.values(), "ingenstans"]))
    def go_live(self, data: st.DataObject, luck: int, where: str) -> None:
        self.by_requester("keep.go_live", data, luck, {Status.APPROVED}, address=where)

    @while_one_is(Status.APPROVED)
    @rule(data=st.data())
    def do_everything_and_go_live(self, data: st.DataObject) -> None:
        self.register(self.one_that_is(data, Status.APPROVED).id)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, name=st.sampled_from([*MANAGERS, "Kim Lund", ""]))
    def offer(self, data: st.DataObject, luck: int, name: str) -> None:
        self.by_responsible("keep.offer", data, luck, to=name)

    @while_there_are_accounts()
    @rule(data=st.data(), person=people)
    def take_over(self, data: st.DataObject, person: Person) -> None:
        self.press("keep.take_over", person, data.draw(st.sampled_from(self.accounts)).id)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, reason=words)
    def pause(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_responsible("keep.pause", data, luck, reason=reason)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck)
    def resume(self, data: st.DataObject, luck: int) -> None:
        self.by_responsible("keep.resume", data, luck)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, done=st.sampled_from([SAVED, frozenset({"x"})]))
    def close(self, data: st.DataObject, luck: int, done: frozenset[str]) -> None:
        self.by_responsible("keep.close", data, luck, done=done)

    @rule(days=st.sampled_from([0.5, 1, 3, 7, 30, 60]), goes_round=st.booleans())
    def time_passes(self, days: float, goes_round: bool) -> None:
        self.office.later(days=days)
        if goes_round:
            self.press("remind.go_round", None)

    @rule(days=st.sampled_from([6, 7, 8]))
    def a_season_passes(self, days: int) -> None:
        for passed in (53, days):
            self.office.later(days=passed)
            self.press("remind.go_round", None)

    @rule(form=st.sampled_from([a_form(), another_form()]))
    def editors_change_the_form(self, form: Form) -> None:
        self.office.form = form

    @precondition(lambda self: self.pressed)
    @rule(data=st.data())
    def somebody_presses_an_old_button(self, data: st.DataObject) -> None:
        """Whatever an old press meant, it means nothing now; only an offer stands until taken."""
        button, facts, named = data.draw(st.sampled_from(self.pressed))
        before = self.office.state()
        self.press(button, *facts, **named)
        assert button == "keep.take_over" or self.office.state() == before

    @rule(data=st.data(), person=people)
    def somebody_makes_up_a_press(self, data: st.DataObject, person: Person) -> None:
        """Anybody, on any case there is or isn't, whatever it stands at."""
        cases = [*self.requests, *self.office.books.register.kept, "sm-zzzzzzz2"]
        case, version = data.draw(st.sampled_from(cases)), data.draw(st.integers(-1, 12))
        button, named = data.draw(st.sampled_from(MADE_UP))
        self.press(button, person, case, version, **named)

    @invariant()
    def the_books_are_in_order(self) -> None:
        check_books(self.office)

    @invariant()
    def nothing_that_was_entered_is_lost(self) -> None:
        answers = {key: dict(each.answers) for key, each in self.requests.items()}
        assert answers == {key: self.entered.get(key, {}) for key in answers}

    @property
    def requests(self) -> Mapping[str, AccountRequest]:
        return self.office.books.requests.kept

    @property
    def accounts(self) -> list[Account]:
        kept = self.office.books.register.kept.values()
        return [each for each in kept if each.standing is not Standing.CLOSED]

    def standing(self, *statuses: Status) -> list[AccountRequest]:
        return [each for each in self.requests.values() if each.status in statuses]

    def one_that_is(self, data: st.DataObject, *statuses: Status) -> AccountRequest:
        return data.draw(st.sampled_from(self.standing(*statuses)))

    def bring(self, name: str, person: Person, called: str, stage: int) -> None:
        manager, reviewer = (EVA, RUT) if person == BO else (BO, EVA)
        self.press("walk.begin", person, name)
        steps: list[Callable[[], object]] = [
            lambda: self.fill_in(name, {"namn": called, "chef_ok": manager.name}),
            lambda: self.press("send.send", person, name, self.version(name)),
            lambda: self.press("send.confirm", manager, name, self.version(name)),
            lambda: self.press("review.approve", reviewer, name, self.version(name)),
            lambda: self.register(name),
        ]
        for step in steps[:stage]:
            step()

    def version(self, request_id: str) -> int:
        return self.requests[request_id].version

    def person(self, data: st.DataObject, luck: int, right: Person) -> Person:
        return right if luck else data.draw(people)

    def press(self, button: str, by: Person | None, *facts: Any, **named: Any) -> None:
        """Do it, and at once again, as a client does that got no answer."""
        service, _, method = button.partition(".")
        do = getattr(getattr(self.office, service), method)
        facts = facts if by is None else (by, *facts)
        before, seen = self.office.state(), Seen(self.office.books)
        try:
            do(*facts, **named)
        except AccountsError:
            assert self.office.state() == before
            return
        self.rulebook.check(seen, by)
        after = self.office.state()
        do(*facts, **named)
        assert self.office.state() == after
        if by is not None and after != before:
            assert button in SEES_NO_VERSION or was_up_to_date(seen, *facts[1:3])
            self.pressed.append((button, facts, named))

    def leave(self, person: Person, entered: Entered, move: Move) -> None:
        before = self.requests[entered.request_id]
        self.press("walk.leave", person, entered, move)
        if self.requests[entered.request_id] is not before:
            merged = {**self.entered.get(before.id, {}), **entered.answers}
            self.entered[before.id] = {key: value for key, value in merged.items() if value}

    def fill_in(self, request_id: str, changes: Mapping[str, str]) -> None:
        """Walk through every step, with what each asks for."""
        answers = {**ANSWERS, **changes}
        for step in self.office.form.steps:
            asked = {each.id: answers[each.id] for each in step.fields if each.id in answers}
            request = self.requests[request_id]
            entered = Entered(request_id, request.version, step.id, asked)
            self.leave(request.requester, entered, Move.NEXT)

    def register(self, request_id: str) -> None:
        """Do all that is on the list, and go live."""
        request = self.requests[request_id]
        self.press("keep.tick", request.requester, request_id, request.version, TICKED)
        facts = (request.requester, request_id, self.version(request_id))
        self.press("keep.go_live", *facts, address=ADDRESSES[request_id])

    def by_requester(
        self,
        button: str,
        data: st.DataObject,
        luck: int,
        statuses: frozenset[Status] | set[Status],
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
        request = self.one_that_is(data, Status.IN_REVIEW)
        person = self.person(data, luck, data.draw(st.sampled_from([EVA, RUT])))
        self.press(button, person, request.id, seen(luck, request), **named)

    def by_responsible(self, button: str, data: st.DataObject, luck: int, **named: Any) -> None:
        account = data.draw(st.sampled_from(self.accounts))
        person = self.person(data, luck, account.responsible)
        self.press(button, person, account.id, seen(luck, account), **named)


def was_up_to_date(before: Seen, case: str | Entered, version: object) -> bool:
    """Whether a press said the version that the case had."""
    if isinstance(case, Entered):
        case, version = case.request_id, case.seen
    kept = before.requests.get(case) or before.register.get(case)
    return kept is not None and kept.version == version


def seen(luck: int, case: AccountRequest | Account) -> int:
    return case.version - (luck == 1)


TestAnything = Anything.TestCase
TestAnything.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
