"""The cards of the walk: one for each step, and the summary before it is sent."""

from collections.abc import Mapping, Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import (
    CardElement,
    ChoiceSetInput,
    DateInput,
    TextInput,
)

from accounts.form import LONGEST_REASON, PLATFORM, SUMMARY, Form, Requirement, Severity, Step
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from accounts.values import ABOUT_PEOPLE, FieldFault
from accounts.walk import Move, Walk
from cards import elements
from cards.account_actions import LeaveStep, seen_case
from cards.case_parts import giving_up
from cards.elements import Card
from cards.fields import fault_line, field_elements, text_field
from cards.ground import ground_lines, reading_lines
from cards.markup import listed, told_of
from cards.people import candidates
from cards.request_parts import requirement_notice
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue


def step_card(walk: Walk, base: Base, form: AccountForm, texts: Catalogue) -> Card:
    """Return the card for the step where the walk stands."""
    step = form.rules.steps[form.rules.place_of(walk.request.step)]
    words = form.steps[step.id].text_in(texts.language)
    faults = {fault.where: _sentence(fault, walk, form, texts) for fault in walk.faults}
    about_people = {
        fault.where: _sentence(fault, walk, form, texts)
        for fault in walk.asked_for
        if fault.kind in ABOUT_PEOPLE
    }
    body: list[CardElement] = [
        elements.fine_print(_place(step, form.rules, texts)),
        elements.heading(words.title),
        *new_advice(walk, form, texts),
        *_trouble(walk, faults, form, texts),
        *_asked_for(walk, form, texts),
        *_remark(walk.request, step, texts),
        elements.paragraph(words.help),
        elements.fine_print(_what_is_needed(step, texts)),
        *_remembered(walk, texts),
    ]
    boxes = _boxes_by_field(walk, step, faults, form, texts)
    body += boxes.get("", [])
    for field in form.rules.asked(step, walk.view):
        value = walk.request.answers.get(field.id, "")
        fault = (faults | about_people).get(field.id)
        people = candidates(walk, field.id, form, texts)
        part = form.fields[field.id]
        body += field_elements(field, part, value, fault=fault, texts=texts, people=people)
        body += boxes.get(field.id, [])
    actions = _step_actions(walk, step, base, form, texts, held=_held(body))
    return elements.card(body, actions, summary=words.title)


def _boxes_by_field(
    walk: Walk, step: Step, faults: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> dict[str, list[CardElement]]:
    """Return the boxes of the requirements by the last field they depend on, "" for none here."""
    drawn: dict[str, list[CardElement]] = {}
    asked = [field.id for field in form.rules.asked(step, walk.view)]
    for requirement in _shown_requirements(walk, step):
        place = max(
            (each for each in asked if each in requirement.fields()), key=asked.index, default=""
        )
        drawn.setdefault(place, []).extend(
            _requirement(requirement, walk, faults, form=form, texts=texts)
        )
    return drawn


def new_advice(walk: Walk, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """Return what the step just left has given reason to tell, where it is read next."""
    return [requirement_notice(each, form, texts) for each in walk.advice]


def _place(step: Step, rules: Form, texts: Catalogue) -> str:
    number = rules.place_of(step.id) + 1
    return texts.say("walk.step", number=number, count=len(rules.steps))


def _what_is_needed(step: Step, texts: Catalogue) -> str:
    """Said in words, since no field is marked as required in a way that clients act on."""
    some_optional = any(not field.required for field in step.fields)
    return texts.say("walk.some_needed" if some_optional else "walk.all_needed")


def _remembered(walk: Walk, texts: Catalogue) -> list[CardElement]:
    """Said first: nobody is to send on what they haven't read."""
    if not walk.remembered:
        return []
    return [elements.notice(texts.say("walk.remembered"), tone="emphasis")]


def _shown_requirements(walk: Walk, step: Step) -> tuple[Requirement, ...]:
    """A requirement isn't held against answers that nobody has given yet."""
    answered = any(field.id in walk.request.answers for field in step.fields)
    return walk.check.unmet if walk.tried or answered else ()


def _sentence(fault: FieldFault, walk: Walk, form: AccountForm, texts: Catalogue) -> str:
    field = form.rules.field(fault.where)
    longest = field.longest if field else LONGEST_REASON
    host = next(iter(form.rules.hosts.get(walk.request.answers.get(PLATFORM, ""), ())), "")
    return texts.say(f"fault.{fault.kind}", count=longest, host=f"https://{host}/")


def _trouble(
    walk: Walk, faults: Mapping[str, str], form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """The list at the top, for those who would not see a mark further down."""
    lines = [told_of(_called(where, form, texts), faults[where]) for where in faults]
    if walk.tried:
        lines += [
            form.requirements[unmet.id].text_in(texts.language).title
            for unmet in walk.check.unmet
            if unmet.demand is Severity.STOP
        ]
    if not lines:
        return []
    return [elements.notice(listed(lines), title=texts.say("walk.trouble"), tone="attention")]


def _asked_for(walk: Walk, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    """What the answers have led to: neither wrong nor forgotten."""
    asked = [each.where for each in walk.asked_for]
    reasons = [each for each in asked if each in form.requirements]
    answers = [each for each in asked if each not in form.requirements]
    boxes: list[CardElement] = []
    for key, where in (("walk.reasons", reasons), ("walk.answers", answers)):
        if where:
            said = texts.say(key, count=len(where), number=texts.say(f"number.{len(where)}"))
            title = said[:1].upper() + said[1:]
            called = listed(_called(each, form, texts) for each in where)
            boxes.append(elements.notice(called, title=title, tone="emphasis"))
    return boxes


def _called(where: str, form: AccountForm, texts: Catalogue) -> str:
    if where in form.fields:
        return form.fields[where].text_in(texts.language).title
    return form.requirements[where].text_in(texts.language).title


def _remark(request: AccountRequest, step: Step, texts: Catalogue) -> list[CardElement]:
    """What a reviewer found missing in this step."""
    remark, decision = request.remarks.get(step.id), request.decision
    if remark is None or decision is None:
        return []
    return [elements.notice(remark, title=texts.say("walk.remark", name=decision.by.name))]


def _requirement(
    requirement: Requirement,
    walk: Walk,
    faults: Mapping[str, str],
    *,
    form: AccountForm,
    texts: Catalogue,
) -> list[CardElement]:
    drawn: list[CardElement] = [requirement_notice(requirement, form, texts)]
    if requirement.demand is Severity.REASON:
        if fault := faults.get(requirement.id):
            drawn.append(fault_line(fault))
        elif walk.tried:
            drawn.append(elements.fine_print(texts.say("walk.reason_lets_on")))
        ask = form.requirements[requirement.id].text_in(texts.language).ask
        reason = walk.request.reasons.get(requirement.id, "")
        drawn.append(
            text_field(f"reason.{requirement.id}", ask, value=reason, longest=LONGEST_REASON)
        )
    return elements.together(drawn)


def _held(body: Sequence[CardElement]) -> tuple[str, ...]:
    """Return the ids of the fields that hold something."""
    fields = (each for each in body if isinstance(each, TextInput | ChoiceSetInput | DateInput))
    return tuple(str(field.id) for field in fields if field.value)


def _step_actions(
    walk: Walk,
    step: Step,
    base: Base,
    form: AccountForm,
    texts: Catalogue,
    *,
    held: tuple[str, ...],
) -> list[CardAction]:
    request = walk.request
    case = seen_case(request, texts)
    place = form.rules.place_of(step.id)
    moves = {
        Move.NEXT: _way_on(walk),
        Move.BACK: "walk.back",
        Move.CLOSE: "walk.close",
    }
    if place == 0:
        del moves[Move.BACK]
    actions: list[CardAction] = [
        elements.execute(
            texts.say(key),
            LeaveStep(**case, step=step.id, move=move, held=held),
            primary=move is Move.NEXT,
        )
        for move, key in moves.items()
    ]
    actions += _why(form.steps[step.id].passage, base, texts)
    if request.status is RequestStatus.DRAFT:
        actions.append(giving_up(request, texts))
    return actions


def _way_on(walk: Walk) -> str:
    if walk.following != SUMMARY:
        return "walk.next"
    return "walk.save" if walk.request.has_reached_summary else "walk.to_summary"


def _why(passage_id: str | None, base: Base, texts: Catalogue) -> list[CardAction]:
    """The passage opens within the card, so that nothing entered is lost by reading it."""
    passage = base.passages.get(passage_id or "")
    if passage is None:
        return []
    text = passage.text_in(texts.language)
    quoted = [
        elements.subheading(text.title),
        *elements.quotation(text.text, text.short),
        *ground_lines(passage, base, texts),
        *reading_lines(passage, base, texts),
    ]
    return [elements.opening(texts.say("walk.why"), "walk.why", quoted)]
