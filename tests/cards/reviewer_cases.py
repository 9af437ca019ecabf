"""The cards about the list of reviewers, ordinary ones and as full as they can get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cards.elements import Card
from cards.reviewers import appointment_card, reviewers_card
from core.appointments import Appointment, AppointmentStanding, ProposedEnd
from core.person import Person
from knowledge.base import Base
from tests.cards.cases import AT
from tests.world.people import EVA, KIM, RUT
from texts.catalogue import Catalogue

LONG = Person("7c9e6679-7425-40de-944b-e07fc1f90ae7", "Å" * 100)


def an_appointment(reviewer: Person = RUT, number: int = 1, **more: object) -> Appointment:
    first = Appointment(
        f"granskare-{number:08x}", reviewer, AT, AT, "n", standing=AppointmentStanding.IN_FORCE
    )
    return replace(first, **more)  # pyright: ignore[reportArgumentType]


def golden_reviewer_cards(texts: Catalogue) -> dict[str, Card]:
    return dict(_cards(texts, RUT, EVA, count=2))


def every_reviewer_card(_base: Base, texts: Catalogue) -> Iterator[tuple[str, Card]]:
    yield from _cards(texts, RUT, EVA, count=2)
    yield from ((f"full {name}", card) for name, card in _cards(texts, LONG, LONG, count=30))


def _cards(texts: Catalogue, one: Person, other: Person, count: int) -> Iterator[tuple[str, Card]]:
    later, now = AT + timedelta(days=30), AT + timedelta(minutes=1)
    deputy = an_appointment(KIM, 2, deputy_for=one, ends_at=later, confirmed_by=other)
    proposed = an_appointment(
        one, 3, standing=AppointmentStanding.PROPOSED, proposed_by=other, ends_at=later
    )
    ending = an_appointment(one, 4, ending=ProposedEnd(other, later), proposed_by=other)
    many = [
        an_appointment(Person(f"{number}-{one.id}", one.name), number) for number in range(count)
    ]
    yield "reviewers", reviewers_card([*many, deputy, proposed, ending], texts, now=now)
    yield "more reviewers", reviewers_card([*many, deputy], texts, now=now, skip=1)
    for name, appointment in (
        ("in force", many[0]),
        ("later", replace(many[0], starts_at=later)),
        ("deputy", deputy),
        ("proposed", proposed),
        ("ending", ending),
        ("ended", replace(many[0], ends_at=AT)),
        ("refused", replace(proposed, standing=AppointmentStanding.REFUSED)),
    ):
        lead = texts.say("notice.appointment") if appointment.is_waiting else None
        yield f"appointment {name}", appointment_card(appointment, texts, now=now, lead=lead)
