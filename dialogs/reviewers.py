"""The list of reviewers in Teams: one reviewer proposes a change, another confirms it."""

from datetime import date

from cards.elements import Card
from cards.reviewer_actions import (
    AboutReviewers,
    AnswerProposal,
    OpenReviewers,
    ProposeEnd,
    ProposeReviewer,
)
from cards.reviewers import EVERYTHING, appointment_card, reviewers_card
from core.appointment_service import Tenure
from core.appointments import Appointment
from core.clock import midnight_after, midnight_before
from core.errors import DomainError
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.reply import Reply
from dialogs.services import Services


class NotADate(DomainError):
    """A day isn't written as a date."""

    code = "not-a-date"


class ReviewersDialog:
    """Shows the list and carries out what is pressed on it."""

    commands = ("reviewers",)

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        return Reply(card=await self.listed(incoming.person, language))

    async def listed(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        appointments = await self._services.reviewers.listed(person)
        texts, now = self._services.texts(language), self._services.clock()
        routines = self._services.base.routine_names(language)
        return reviewers_card(appointments, texts, now=now, skip=skip, routines=routines)

    async def on_press(self, person: Person, action: AboutReviewers) -> Card:
        if isinstance(action, OpenReviewers) and action.appointment is None:
            return await self.listed(person, action.language, skip=action.skip)
        appointment = await self._pressed(person, action)
        texts = self._services.texts(action.language)
        routines = self._services.base.routine_names(action.language)
        return appointment_card(appointment, texts, now=self._services.clock(), routines=routines)

    async def _pressed(self, person: Person, action: AboutReviewers) -> Appointment:
        reviewers = self._services.reviewers
        match action:
            case OpenReviewers():
                return await reviewers.show(person, action.appointment or "")
            case ProposeReviewer():
                return await reviewers.propose(person, self._term(action.said))
            case ProposeEnd(appointment=appointment, seen=seen, said=said):
                ends_at = midnight_after(read_day(said.get("last", "")))
                return await reviewers.propose_end(person, appointment, seen, ends_at)
            case AnswerProposal(appointment=appointment, seen=seen):
                answer = reviewers.confirm if action.agrees else reviewers.refuse
                return await answer(person, appointment, seen)

    def _term(self, said: dict[str, str]) -> Tenure:
        """Return what the form says; what begins today begins at once."""
        now, first, last = self._services.clock(), said.get("first", ""), said.get("last", "")
        starts_at = midnight_before(read_day(first)) if first.strip() else now
        deputy_for, routine = said.get("deputy", ""), said.get("routine", "")
        return Tenure(
            who=said.get("who", ""),
            starts_at=max(starts_at, now),
            ends_at=midnight_after(read_day(last)) if last.strip() else None,
            deputy_for="" if deputy_for == "nobody" else deputy_for,
            routine="" if routine == EVERYTHING else routine,
        )


def read_day(text: str) -> date:
    """Return the day that a date field holds; raise `NotADate`."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotADate from None
