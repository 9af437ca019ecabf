"""Passages past their day, as reviewers see them and say what they think of them."""

from collections.abc import Iterable, Mapping

from cards.elements import Card
from cards.overdue import overdue_card, overdue_passage_card
from cards.question_actions import ListOverdue, OpenOverdue, OverdueAction, ReviewPassage
from core.clock import swedish_day
from core.language import Language
from core.outbox import Notice
from core.person import Person
from dialogs.browse import Moved
from dialogs.services import Services
from knowledge.overdue import OverduePassage, overdue_passages, web_addresses
from knowledge.passage import Passage
from readings.passage_review import PassageReview


class OverdueDialog:
    """Shows the list and each passage on it; the service checks who is a reviewer."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_press(self, person: Person, action: OverdueAction) -> Card:
        match action:
            case ListOverdue():
                return await self.overview(person, action.language)
            case OpenOverdue():
                return await self._passage(person, action)
            case ReviewPassage():
                passage = self._require(action.passage)
                routine = self._services.base.routine_of(passage).id
                said = self._services.passage_reviews.say
                await said(person, passage.id, action.verdict, routine=routine)
                return await self._passage(person, action)

    async def overview(self, person: Person, language: Language) -> Card:
        reviews = await self._services.passage_reviews.all_of(person)
        remit = await self._services.reviewers.remit(person)
        base, found = self._services.base, self._overdue(reviews)
        own = [each for each in found if remit.covers(base.routine_of(each.passage).id)]
        dead = await self._services.passage_reviews.dead_links() if remit.is_whole else ()
        return self._list(own, dead, language)

    async def told(self, notice: Notice, language: Language) -> Card | None:
        """Return the weekly list as it stands by now; None where it has become empty."""
        reviews = await self._services.passage_reviews.latest()
        passages, dead = self._overdue(reviews), notice.facts["dead"].splitlines()
        if not passages and not dead:
            return None
        lead = self._services.texts(language).say("overdue.why")
        return self._list(passages, dead, language, lead=lead)

    def _list(
        self,
        passages: list[OverduePassage],
        dead: Iterable[str],
        language: Language,
        *,
        lead: str | None = None,
    ) -> Card:
        base = self._services.base
        known = web_addresses(base)
        links = {url: known[url] for url in dead if url in known}
        return overdue_card(passages, links, base, self._services.texts(language), lead=lead)

    async def _passage(self, person: Person, action: OpenOverdue | ReviewPassage) -> Card:
        reviews = await self._services.passage_reviews.all_of(person)
        passage = self._require(action.passage)
        remit = await self._services.reviewers.remit(person)
        remit.require(self._services.base.routine_of(passage).id)
        found = self._overdue(reviews)
        overdue = next((each for each in found if each.passage == passage), None)
        review, texts = reviews.get(passage.id), self._services.texts(action.language)
        return overdue_passage_card(passage, overdue, review, self._services.base, texts)

    def _overdue(self, reviews: Mapping[str, PassageReview]) -> list[OverduePassage]:
        today = swedish_day(self._services.clock())
        return overdue_passages(self._services.base, reviews, today)

    def _require(self, passage_id: str) -> Passage:
        """Return the passage; raise `Moved` where the base has it no longer."""
        passage = self._services.base.passages.get(passage_id)
        if passage is None:
            raise Moved
        return passage
