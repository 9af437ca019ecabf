"""Five people and a clock do anything in any order, allowed or not; no rule breaks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from accounts.account_facts import AccountFacts
from accounts.form import SUMMARY, Form, Step
from accounts.history import ANSWERABLE, EDITABLE, WAITING, WITHDRAWABLE, RequestStatus
from accounts.values import Field, FieldKind
from accounts.walk import Move, StepInput
from core.person import Person
from tests.accounts.invariants import check_everything
from tests.accounts.state_machine import PEOPLE, SAVED, STAND, TICKED, PeopleMachine, people, seen
from tests.world.builders import SECRET, a_form
from tests.world.people import ADA, BO, EVA, KIM, RUT

BEGUN = {
    "sm-aaaaaaa2": (ADA, "Biblioteket"),
    "sm-bbbbbbb2": (KIM, "Badhuset"),
    "sm-ccccccc2": (BO, "Bion"),
    "sm-ddddddd2": (RUT, "Parken"),
}
"""The requests that much is done with, who begins each, and the account's name at first."""
ADDRESSES = [f"https://example.se/{name}" for name in BEGUN]
MANAGERS = ["Bo Alm", "Eva Björk", "Ada Ek", "Okänd Chef"]
WORDS = ["Ja, för att vi måste.", "Nej.", "", f"Om {SECRET}."]
WAYWARD: Mapping[str, Sequence[Mapping[str, str]]] = {
    "vad": [{"namn": ""}, {"kanal": "myspace"}, {"syfte": f"Om {SECRET}"}, {"namn": "x" * 99}],
    "vem": [{"kontakt": "fel"}, {"ar_chef": ""}, {"namn": "fel steg"}, {"verksamhet": "x" * 5000}],
    "hur": [{"visar": "brukare"}, {"administratorer": "one"}, {"visar": "hus,brukare"}, {}],
    "borttaget": [{}],
}
STEPS = ["vad", "vem", "hur", SUMMARY, "borttaget"]
MADE_UP: Sequence[tuple[str, Mapping[str, Any]]] = [
    ("submissions.send", {}),
    ("submissions.send_unconfirmed", {}),
    ("submissions.give_up", {}),
    ("submissions.confirm", {}),
    ("submissions.refuse", {"reason": "Nej."}),
    ("reviews.decide", {"ruling": RequestStatus.APPROVED}),
    ("reviews.decide", {"ruling": RequestStatus.DECLINED, "text": "Nej."}),
    ("reviews.decide", {"ruling": RequestStatus.RETURNED, "text": "Nej."}),
    ("managers.reassign", {"to": "Kim Lund"}),
    ("desk.claim", {}),
    ("desk.ask", {"text": "Vem?"}),
    ("desk.amend", {"conditions": "Två.", "reason": "Ja."}),
    ("desk.revoke", {"reason": "Nej."}),
    ("accounts.tick", {"done": TICKED}),
    ("accounts.go_live", {"done": frozenset(), "address": "https://example.se/ny"}),
    ("handovers.offer", {"to": "Kim Lund"}),
    ("accounts.pause", {"reason": "Nu."}),
    ("accounts.resume", {}),
    ("accounts.close", {"done": SAVED}),
]

words = st.sampled_from(WORDS)
luck = st.integers(0, 5)
"""With 0 it is somebody else who presses, with 1 an old card."""


def another_form() -> Form:
    """The form after editors have been at it: a step gone, a choice gone, a field added."""
    what, _, how = a_form().steps
    fields = (
        *what.fields,
        Field("verksamhet", FieldKind.LINE),
        Field("mal", FieldKind.TEXT, required=False),
    )
    how = Step("hur", (replace(how.fields[0], choices=("two",)), *how.fields[1:]))
    return replace(a_form(), steps=(Step("vad", fields), how))


def while_one_is(*statuses: RequestStatus) -> Callable[[Any], Any]:
    return precondition(lambda self: bool(self.standing(*statuses)))


def while_there_are_accounts() -> Callable[[Any], Any]:
    return precondition(lambda self: bool(self.accounts))


class Anything(PeopleMachine):
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
        entered = StepInput(request.id, seen(luck, request), step, answers, reasons)
        person = self.person(data, luck, request.requester)
        self.leave(person, entered, data.draw(st.sampled_from(Move)))

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), luck=luck, step=st.sampled_from(STEPS))
    def jump(self, data: st.DataObject, luck: int, step: str) -> None:
        self.by_requester("drafts.jump", data, luck, EDITABLE, step)

    @while_one_is(RequestStatus.DRAFT)
    @rule(data=st.data(), luck=luck)
    def discard(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("submissions.give_up", data, luck, {RequestStatus.DRAFT})

    @while_one_is(*EDITABLE)
    @rule(data=st.data(), luck=luck)
    def send(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("submissions.send", data, luck, EDITABLE)

    @while_one_is(RequestStatus.AWAITING_MANAGER)
    @rule(data=st.data(), luck=luck)
    def send_unconfirmed(self, data: st.DataObject, luck: int) -> None:
        self.by_requester(
            "submissions.send_unconfirmed", data, luck, {RequestStatus.AWAITING_MANAGER}
        )

    @while_one_is(*WITHDRAWABLE)
    @rule(data=st.data(), luck=luck)
    def withdraw(self, data: st.DataObject, luck: int) -> None:
        self.by_requester("submissions.give_up", data, luck, WITHDRAWABLE)

    @while_one_is(*WAITING)
    @rule(data=st.data(), luck=luck)
    def confirm(self, data: st.DataObject, luck: int) -> None:
        self.by_manager("submissions.confirm", data, luck)

    @while_one_is(*WAITING)
    @rule(data=st.data(), luck=luck, reason=words)
    def refuse(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_manager("submissions.refuse", data, luck, reason=reason)

    @while_one_is(RequestStatus.IN_REVIEW)
    @rule(data=st.data(), luck=luck, conditions=words)
    def approve(self, data: st.DataObject, luck: int, conditions: str) -> None:
        self.by_reviewer(
            "reviews.decide", data, luck, ruling=RequestStatus.APPROVED, text=conditions
        )

    @while_one_is(RequestStatus.IN_REVIEW)
    @rule(data=st.data(), luck=luck, reason=words)
    def decline(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_reviewer("reviews.decide", data, luck, ruling=RequestStatus.DECLINED, text=reason)

    @while_one_is(RequestStatus.IN_REVIEW)
    @rule(data=st.data(), luck=luck, step=st.sampled_from(STEPS), remark=words)
    def send_back(self, data: st.DataObject, luck: int, step: str, remark: str) -> None:
        self.by_reviewer(
            "reviews.decide",
            data,
            luck,
            ruling=RequestStatus.RETURNED,
            remarks={step: remark, "vad": "Vilka?"},
        )

    @while_one_is(*WAITING)
    @rule(data=st.data(), luck=luck, to=st.sampled_from([*MANAGERS, "Kim Lund", ""]))
    def reassign(self, data: st.DataObject, luck: int, to: str) -> None:
        request = self.one_that_is(data, *WAITING)
        asked = [each for each in PEOPLE if each.id == request.manager_id]
        person = self.person(data, luck, data.draw(st.sampled_from([request.requester, *asked])))
        deputy = data.draw(st.booleans())
        facts = (person, request.id, seen(luck, request))
        self.press("managers.reassign", *facts, to=to, as_deputy=deputy)
        answers = self.requests[request.id].answers
        if answers != request.answers:
            self.entered[request.id]["chef_ok"] = to

    @while_one_is(RequestStatus.IN_REVIEW)
    @rule(data=st.data(), luck=luck)
    def claim(self, data: st.DataObject, luck: int) -> None:
        self.at_desk("claim", data, luck, RequestStatus.IN_REVIEW)

    @while_one_is(*ANSWERABLE)
    @rule(data=st.data(), luck=luck, said=words)
    def ask(self, data: st.DataObject, luck: int, said: str) -> None:
        status = data.draw(st.sampled_from([each.status for each in self.standing(*ANSWERABLE)]))
        self.at_desk("ask", data, luck, status, text=said)

    @while_one_is(*ANSWERABLE)
    @rule(data=st.data(), luck=luck, said=words)
    def answer(self, data: st.DataObject, luck: int, said: str) -> None:
        request = self.one_that_is(data, *ANSWERABLE)
        person = self.person(data, luck, request.requester)
        self.press("desk.answer", person, request.id, text=said)

    @while_one_is(RequestStatus.APPROVED)
    @rule(data=st.data(), luck=luck, reason=words, conditions=words)
    def amend(self, data: st.DataObject, luck: int, reason: str, conditions: str) -> None:
        named = {"reason": reason, "conditions": conditions}
        self.at_desk("amend", data, luck, RequestStatus.APPROVED, **named)

    @while_one_is(RequestStatus.APPROVED)
    @rule(data=st.data(), luck=luck, reason=words)
    def revoke(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.at_desk("revoke", data, luck, RequestStatus.APPROVED, reason=reason)

    @while_one_is(RequestStatus.IN_REVIEW)
    @rule(data=st.data(), luck=luck, number=st.sampled_from(["KS 2026/1", ""]))
    def enter_diary_number(self, data: st.DataObject, luck: int, number: str) -> None:
        self.at_desk("enter_diary_number", data, luck, RequestStatus.IN_REVIEW, number=number)

    @while_one_is(RequestStatus.APPROVED)
    @rule(
        data=st.data(),
        luck=luck,
        done=st.sampled_from([TICKED, frozenset({"tva"}), frozenset({"x"})]),
    )
    def tick(self, data: st.DataObject, luck: int, done: frozenset[str]) -> None:
        self.by_requester("accounts.tick", data, luck, {RequestStatus.APPROVED}, done)

    @while_one_is(RequestStatus.APPROVED)
    @rule(data=st.data(), luck=luck, where=st.sampled_from([*ADDRESSES, "ingenstans"]))
    def go_live(self, data: st.DataObject, luck: int, where: str) -> None:
        request = self.one_that_is(data, RequestStatus.APPROVED)
        person = self.person(data, luck, request.requester)
        facts = (person, request.id, seen(luck, request))
        self.press("accounts.go_live", *facts, done=request.done, address=where)

    @while_one_is(RequestStatus.APPROVED)
    @rule(data=st.data())
    def do_everything_and_go_live(self, data: st.DataObject) -> None:
        self.register(self.one_that_is(data, RequestStatus.APPROVED).id)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, name=st.sampled_from([*MANAGERS, "Kim Lund", ""]))
    def offer(self, data: st.DataObject, luck: int, name: str) -> None:
        self.by_responsible("handovers.offer", data, luck, to=name)

    @while_there_are_accounts()
    @rule(data=st.data(), person=people)
    def take_over(self, data: st.DataObject, person: Person) -> None:
        self.press("handovers.take_over", person, data.draw(st.sampled_from(self.accounts)).id)

    @while_there_are_accounts()
    @rule(data=st.data(), person=people)
    def turn_down(self, data: st.DataObject, person: Person) -> None:
        self.press("handovers.decline", person, data.draw(st.sampled_from(self.accounts)).id)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck)
    def take_the_offer_back(self, data: st.DataObject, luck: int) -> None:
        self.by_responsible("handovers.withdraw", data, luck)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, name=st.sampled_from(["Badet", "Biblioteket", ""]))
    def correct(self, data: st.DataObject, luck: int, name: str) -> None:
        address = data.draw(st.sampled_from(["https://example.se/x", "https://example.se/y", "x"]))
        facts = AccountFacts(name, address, "Kultur", "", "Nå unga.")
        self.by_responsible("corrections.correct", data, luck, facts)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, judge=st.sampled_from([RUT, EVA, BO]), reason=words)
    def judge(self, data: st.DataObject, luck: int, judge: Person, reason: str) -> None:
        account = data.draw(st.sampled_from(self.accounts))
        facts = (judge, account.id, seen(luck, account))
        if data.draw(st.booleans()):
            self.press("corrections.approve", *facts)
        else:
            self.press("corrections.refuse", *facts, reason=reason)

    @precondition(lambda self: self.services.uow.register.kept)
    @rule(data=st.data(), person=people)
    def reopen(self, data: st.DataObject, person: Person) -> None:
        kept = self.services.uow.register.kept
        account = kept[data.draw(st.sampled_from(sorted(kept)))]
        self.press("corrections.reopen", person, account.id, account.version)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, reason=words)
    def pause(self, data: st.DataObject, luck: int, reason: str) -> None:
        self.by_responsible("accounts.pause", data, luck, reason=reason)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck)
    def resume(self, data: st.DataObject, luck: int) -> None:
        self.by_responsible("accounts.resume", data, luck)

    @while_there_are_accounts()
    @rule(data=st.data(), luck=luck, done=st.sampled_from([SAVED, frozenset({"x"})]))
    def close(self, data: st.DataObject, luck: int, done: frozenset[str]) -> None:
        self.by_responsible("accounts.close", data, luck, done=done)

    @rule(days=st.sampled_from([0.5, 1, 3, 7, 30, 60]), goes_round=st.booleans())
    def time_passes(self, days: float, goes_round: bool) -> None:
        self.services.later(days=days)
        if goes_round:
            self.press("reminders.run_once", None)

    @rule(days=st.sampled_from([6, 7, 8]))
    def a_season_passes(self, days: int) -> None:
        for passed in (53, days):
            self.services.later(days=passed)
            self.press("reminders.run_once", None)

    @rule(form=st.sampled_from([a_form(), another_form()]))
    def editors_change_the_form(self, form: Form) -> None:
        self.services.form = form

    @precondition(lambda self: self.pressed)
    @rule(data=st.data())
    def somebody_presses_an_old_button(self, data: st.DataObject) -> None:
        """Whatever an old press meant, it means nothing now, but for what no card shows."""
        button, facts, named = data.draw(st.sampled_from(self.pressed))
        before = self.services.uow.state()
        self.press(button, *facts, **named)
        assert button in STAND or self.services.uow.state() == before

    @rule(data=st.data(), person=people)
    def somebody_makes_up_a_press(self, data: st.DataObject, person: Person) -> None:
        """Anybody, on any case there is or isn't, whatever it stands at."""
        cases = [*self.requests, *self.services.uow.register.kept, "sm-zzzzzzz2"]
        case, version = data.draw(st.sampled_from(cases)), data.draw(st.integers(-1, 12))
        button, named = data.draw(st.sampled_from(MADE_UP))
        self.press(button, person, case, version, **named)

    @invariant()
    def everything_stored_is_in_order(self) -> None:
        check_everything(self.services)

    @invariant()
    def nothing_that_was_entered_is_lost(self) -> None:
        answers = {key: dict(each.answers) for key, each in self.requests.items()}
        assert answers == {key: self.entered.get(key, {}) for key in answers}

    def bring(self, name: str, person: Person, called: str, stage: int) -> None:
        """Bo's manager is a reviewer, whom his request doesn't wait for."""
        manager, reviewer = (EVA, RUT) if person == BO else (BO, EVA)
        self.press("drafts.begin", person, name)
        steps: list[Callable[[], object]] = [
            lambda: self.fill_in(name, {"namn": called, "chef_ok": manager.name}),
            lambda: self.press("submissions.send", person, name, self.version(name)),
            lambda: (
                self.press("submissions.send_unconfirmed", BO, name, self.version(name))
                if person == BO
                else self.press("submissions.confirm", manager, name, self.version(name))
            ),
            lambda: self.press(
                "reviews.decide", reviewer, name, self.version(name), RequestStatus.APPROVED
            ),
            lambda: self.register(name),
        ]
        for step in steps[:stage]:
            step()


TestAnything = Anything.TestCase
TestAnything.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
