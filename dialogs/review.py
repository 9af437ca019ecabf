"""Review: making the channel, what waits, and deciding."""

from accounts.listing_service import Listing
from accounts.review_service import Dossier
from cards.elements import Card
from cards.review import review_card
from cards.review_actions import (
    Claim,
    Decide,
    EnterDiaryNumber,
    ListCases,
    OpenReview,
    Reconsider,
    ShowStatistics,
    Speak,
)
from cards.review_lists import list_card, queue_card, statistics_card
from core.incoming import THREAD, Incoming
from core.language import Language
from core.outbox import ReviewChannel
from core.person import Person
from dialogs.reply import Pressed, Reply
from dialogs.services import Services


class ReviewDialog:
    """Lets reviewers review; who is one is asked at every press."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def review_here(self, incoming: Incoming, language: Language) -> Reply:
        """Make this channel the one where requests are reviewed."""
        texts = self._services.texts(language)
        await self._services.reviewers.require_reviewer(incoming.person)
        if incoming.in_private:
            return Reply(text=texts.say("review.channel_only"))
        await self._services.addresses.make_review_channel(self._here(incoming, language))
        return Reply(text=texts.say("review.channel_made"))

    def _here(self, incoming: Incoming, language: Language) -> ReviewChannel:
        return ReviewChannel(
            conversation=incoming.conversation.partition(THREAD)[0],
            service_url=incoming.service_url,
            bot_id=incoming.bot_id,
            language=language,
            made_at=self._services.policy.clock(),
            made_by=incoming.person.id,
        )

    async def queue(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        """Return the requests that wait for a decision."""
        waiting = await self._services.reviews.waiting(person)
        return queue_card(waiting, self._services.form, self._services.texts(language), skip=skip)

    async def listed(self, person: Person, action: ListCases | ShowStatistics) -> Card:
        """Return one of the lists, what a search has found, or how it is going."""
        form, texts = self._services.form, self._services.texts(action.language)
        if isinstance(action, ShowStatistics):
            found = await self._services.listings.statistics(person)
            return statistics_card(found, form, texts)
        if words := action.said.get("words", "").strip():
            cases = await self._services.listings.found(person, words)
            return list_card(cases, texts.say("review.found", words=words), form, texts)
        chosen = action.said.get("which", "")
        which = Listing(chosen) if chosen in list(Listing) else Listing.WAITING
        cases = await self._services.listings.listed(person, which)
        return list_card(cases, texts.say(f"listing.{which}"), form, texts)

    async def open(self, incoming: Incoming, action: OpenReview) -> Pressed:
        if action.case is None:
            queue = await self.queue(incoming.person, action.language, skip=action.skip)
            return Pressed(card=queue)
        person, step = incoming.person, action.step
        return Pressed(card=await self.show(person, action.case, action.language, step=step))

    async def show(
        self, person: Person, case: str, language: Language, *, step: str | None = None
    ) -> Card:
        dossier = await self._services.reviews.show(person, case)
        return self._card(dossier, language, step=step)

    async def at_desk(
        self, incoming: Incoming, action: Claim | Speak | EnterDiaryNumber | Reconsider
    ) -> Pressed:
        """Carry out what a reviewer does beside deciding."""
        desk, person = self._services.desk, incoming.person
        match action:
            case Claim(case=case, seen=seen):
                await desk.claim(person, case, seen)
            case Speak(case=case, seen=seen, said=said):
                await desk.ask(person, case, seen, text=said.get("question", ""))
            case EnterDiaryNumber(case=case, seen=seen, said=said):
                await desk.enter_diary_number(person, case, seen, number=said.get("diary", ""))
            case Reconsider(case=case, seen=seen, said=said) if action.revokes:
                await desk.revoke(person, case, seen, reason=said.get("revoke", ""))
            case Reconsider(case=case, seen=seen, said=said):
                conditions, reason = said.get("conditions", ""), said.get("amend", "")
                await desk.amend(person, case, seen, conditions=conditions, reason=reason)
        return Pressed(card=await self.show(person, action.case, action.language))

    async def decide(self, incoming: Incoming, action: Decide) -> Pressed:
        dossier = await self._services.reviews.decide(
            incoming.person,
            action.case,
            action.seen,
            action.outcome,
            text=action.said.get(action.outcome, ""),
            remarks=action.remark,
        )
        return Pressed(card=self._card(dossier, action.language))

    def _card(self, dossier: Dossier, language: Language, *, step: str | None = None) -> Card:
        printable = self._services.links is not None
        texts = self._services.texts(language)
        return review_card(dossier, self._services.form, texts, step=step, printable=printable)
