"""The list of reviewers, and one appointment of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, DateInput

from cards import elements
from cards.case_parts import lead_notice
from cards.elements import Card
from cards.fields import choice_field, text_field
from cards.reviewer_actions import AnswerProposal, OpenReviewers, ProposeEnd, ProposeReviewer
from core.appointments import Appointment, AppointmentStanding
from core.clock import swedish_day
from core.person import Person
from texts.catalogue import Catalogue

SHOWN = 8
CHOSEN_AMONG = 12
"""Rows, and reviewers that a deputy can be chosen for; more would be more than Teams takes."""
NO_CHOICE: Mapping[str, str] = {}
EVERYTHING = "everything"
"""Stands where somebody sees to all that is reviewed."""


def reviewers_card(
    appointments: Sequence[Appointment],
    texts: Catalogue,
    *,
    now: datetime,
    skip: int = 0,
    routines: Mapping[str, str] = NO_CHOICE,
) -> Card:
    """Return who reviews now or will, what waits for a confirmation, and the form for more.

    *routines* are those of a base with several: their names, by their ids.
    """
    title = texts.say("reviewers.title")
    current = [each for each in appointments if _concerns_today(each, now)]
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("reviewers.explain")),
        *(_row(each, routines, texts, now=now) for each in current[skip : skip + SHOWN]),
    ]
    actions: list[CardAction] = [_proposing(current, routines, texts, now=now)]
    if len(current) > skip + SHOWN:
        following = OpenReviewers(language=texts.language, skip=skip + SHOWN)
        actions.append(elements.execute(texts.say("case.more"), following))
    return elements.card(body, actions, summary=title)


def appointment_card(
    appointment: Appointment,
    texts: Catalogue,
    *,
    now: datetime,
    lead: str | None = None,
    routines: Mapping[str, str] = NO_CHOICE,
) -> Card:
    """Return one appointment, with what a reviewer can do about it."""
    title = texts.say("reviewers.one", name=called(appointment.reviewer))
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.notice(standing(appointment, texts, now=now), tone="emphasis"),
        elements.facts(_facts(appointment, routines, texts)),
    ]
    if appointment.is_waiting:
        body.append(elements.fine_print(texts.say("reviewers.two")))
    return elements.card(body, _actions(appointment, texts, now=now), summary=title)


def called(person: Person) -> str:
    """Return a person's name, or their id where the bot hasn't met them."""
    return person.name or person.id


def last_day(ends_at: datetime) -> date:
    """Return the last day of what ends at that midnight, or during that day."""
    return swedish_day(ends_at - timedelta(microseconds=1))


def _concerns_today(appointment: Appointment, now: datetime) -> bool:
    is_refused = appointment.standing is AppointmentStanding.REFUSED
    return not is_refused and not appointment.has_ended(now)


def _row(
    appointment: Appointment, routines: Mapping[str, str], texts: Catalogue, *, now: datetime
) -> CardElement:
    told = [period(appointment, texts), standing(appointment, texts, now=now)]
    if appointment.routine:
        told.append(routines.get(appointment.routine, appointment.routine))
    return elements.row(
        called(appointment.reviewer),
        OpenReviewers(language=texts.language, appointment=appointment.id),
        detail=" · ".join(told),
    )


def period(appointment: Appointment, texts: Catalogue) -> str:
    first = swedish_day(appointment.starts_at)
    if appointment.ends_at is None:
        return texts.say("reviewers.from", first=first)
    return texts.say("reviewers.from_to", first=first, last=last_day(appointment.ends_at))


def standing(appointment: Appointment, texts: Catalogue, *, now: datetime) -> str:
    if appointment.ending:
        by, last = called(appointment.ending.by), last_day(appointment.ending.ends_at)
        return texts.say("reviewers.end_waits", name=by, last=last)
    if appointment.standing is AppointmentStanding.PROPOSED and appointment.proposed_by:
        return texts.say("reviewers.waits", name=called(appointment.proposed_by))
    if appointment.standing is AppointmentStanding.REFUSED:
        return texts.say("reviewers.refused")
    if appointment.has_ended(now):
        return texts.say("reviewers.ended")
    if appointment.deputy_for:
        return texts.say("reviewers.deputy", name=called(appointment.deputy_for))
    return texts.say("reviewers.in_force" if appointment.is_in_force(now) else "reviewers.later")


def _facts(
    appointment: Appointment, routines: Mapping[str, str], texts: Catalogue
) -> list[tuple[str, str]]:
    named = [
        ("reviewers.deputy_for", appointment.deputy_for),
        ("reviewers.proposed_by", appointment.proposed_by),
        ("reviewers.confirmed_by", appointment.confirmed_by),
    ]
    when = (texts.say("reviewers.period"), period(appointment, texts))
    only = routines.get(appointment.routine, appointment.routine)
    sees_to = [(texts.say("reviewers.sees_to"), texts.say("reviewers.only", which=only))]
    return [
        when,
        *(sees_to if only else []),
        *((texts.say(key), called(person)) for key, person in named if person),
    ]


def _actions(appointment: Appointment, texts: Catalogue, *, now: datetime) -> list[CardAction]:
    language, seen = texts.language, appointment.version
    back = elements.execute(texts.say("reviewers.all"), OpenReviewers(language=language))
    if appointment.is_waiting:
        answers = [
            elements.execute(
                texts.say(f"reviewers.{key}"),
                AnswerProposal(
                    language=language, appointment=appointment.id, seen=seen, agrees=agrees
                ),
            )
            for key, agrees in (("confirm", True), ("refuse", False))
        ]
        return [*answers, back]
    if appointment.standing is AppointmentStanding.REFUSED or appointment.has_ended(now):
        return [back]
    propose = ProposeEnd(language=language, appointment=appointment.id, seen=seen)
    fields: list[CardElement] = [
        elements.paragraph(texts.say("reviewers.end_explain")),
        DateInput(
            id="said.last", label=texts.say("reviewers.last"), value=swedish_day(now).isoformat()
        ),
    ]
    send = elements.execute(texts.say("reviewers.end_send"), propose)
    return [elements.opening(texts.say("reviewers.end"), "reviewers.end", fields, send), back]


def _proposing(
    current: Sequence[Appointment],
    routines: Mapping[str, str],
    texts: Catalogue,
    *,
    now: datetime,
) -> CardAction:
    """Return the button that opens the form for a new reviewer or a deputy."""
    own = {
        each.reviewer.id: called(each.reviewer)
        for each in current
        if each.deputy_for is None and each.is_in_force(now)
    }
    choices = {"nobody": texts.say("reviewers.nobody"), **dict([*own.items()][:CHOSEN_AMONG])}
    fields: list[CardElement] = [
        elements.paragraph(texts.say("reviewers.propose_explain")),
        text_field("said.who", texts.say("reviewers.who"), multiline=False, longest=200),
        DateInput(
            id="said.first", label=texts.say("reviewers.first"), value=swedish_day(now).isoformat()
        ),
        DateInput(id="said.last", label=texts.say("reviewers.last_optional")),
        choice_field("said.deputy", texts.say("reviewers.deputy_choice"), choices),
        *_remits(routines, texts),
    ]
    propose = ProposeReviewer(language=texts.language)
    send = elements.execute(texts.say("reviewers.propose_send"), propose)
    return elements.opening(texts.say("reviewers.propose"), "reviewers.propose", fields, send)


def _remits(routines: Mapping[str, str], texts: Catalogue) -> list[CardElement]:
    """Return the choice of what a new reviewer sees to, where there are several routines."""
    if not routines:
        return []
    only = {each: texts.say("reviewers.only", which=name) for each, name in routines.items()}
    choices = {EVERYTHING: texts.say("reviewers.everything"), **only}
    return [choice_field("said.routine", texts.say("reviewers.sees_to"), choices)]
