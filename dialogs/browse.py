"""Browsing: the welcome, the ready questions, and a passage from a row."""

from dataclasses import replace

from cachetools import TTLCache

from cards.actions import Asked, Browse, ShowPassage
from cards.answer import RELATED, Shown, answer_card
from cards.browse import (
    group_card,
    groups_card,
    help_card,
    routines_card,
    topic_card,
    welcome_card,
)
from cards.elements import Card
from core.appointments import Remit
from core.incoming import THREAD, Incoming
from core.language import Language
from dialogs.memory import Memory
from dialogs.open_walk import OpenWalk
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.passage import Passage
from knowledge.search.question_text import cautions_on
from questions.asked import LastQuestion

GREETED_REMEMBERED, GREETED_SECONDS = 1_000, 60.0
"""Teams tells of one installation in two activities at once."""


class Moved(Exception):
    """What a card points to is no longer in the base."""


class BrowseDialog:
    """Shows what there is to ask."""

    commands = ("greeting", "help", "browse")

    def __init__(self, services: Services) -> None:
        self._services = services
        self._walk = OpenWalk(services)
        self._memory = Memory(services)
        self._greeted = TTLCache[str, str](GREETED_REMEMBERED, GREETED_SECONDS)
        """What each was last met with: the database may not say in time that it was greeted."""

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        if command == "browse":
            return Reply(card=self.groups(language))
        if command == "help":
            return Reply(card=await self.help(incoming, language))
        return Reply(card=self.welcome(language))

    async def greet(self, incoming: Incoming) -> Reply | None:
        """Return the welcome, the first time a conversation is met, or where that isn't known."""
        conversation, now = incoming.conversation.partition(THREAD)[0], self._services.clock()
        if self._greeted.setdefault(conversation, incoming.id) != incoming.id:
            return None
        greeting = self._services.store.greet_once(conversation, now, activity=incoming.id)
        if await self._services.at_once(greeting) is False:
            return None
        added_by = None if incoming.in_private else incoming.person.name or None
        language = self._services.base.language_of(incoming.locale)
        return Reply(card=self.welcome(language, added_by=added_by))

    def welcome(self, language: Language, *, added_by: str | None = None) -> Card:
        base = self._services.base
        texts = self._services.texts(language)
        return welcome_card(self._nothing_asked(language), base, texts, added_by=added_by)

    async def help(self, incoming: Incoming, language: Language) -> Card:
        """Return what can be written, by whom, and where an open request stands."""
        request = await self._walk.latest(incoming)
        step = self._walk.place(request, language) if request else None
        looking = self._services.reviewers.remit(incoming.person)
        remit = await self._services.at_once(looking) or Remit(frozenset())
        return help_card(
            self._nothing_asked(language),
            self._services.texts(language),
            step=step,
            is_reviewer=remit.is_whole,
            sees_to_questions=bool(remit.routines),
            has_accounts=self._services.has_accounts,
            has_revision=bool(self._services.base.with_revisions()),
            has_follow_up=self._services.has_follow_up,
        )

    def groups(self, language: Language) -> Card:
        return self.browse(Browse(asked=self._nothing_asked(language)))

    def browse(self, action: Browse) -> Card:
        """Return the card of all areas, or of the routine, area or topic pressed.

        Raises:
            Moved: if that is gone.
        """
        base = self._services.base
        texts = self._services.texts(action.asked.language)
        if action.group is None and action.routine is None and base.has_several:
            return routines_card(action.asked, base, texts, skip=action.skip or 0)
        if action.group is None:
            routine = base.routine_named(action.routine or "")
            return groups_card(action.asked, routine, base, texts)
        group = base.group(action.group)
        if group is None:
            raise Moved
        if action.topic is None:
            return group_card(action.asked, group, base, texts)
        topic = next((topic for topic in group.topics if topic.slug == action.topic), None)
        if topic is None:
            raise Moved
        return topic_card(action.asked, topic, group, base, texts, skip=action.skip or 0)

    async def show(self, incoming: Incoming, action: ShowPassage) -> Card:
        """Return the card of the passage pressed.

        Raises:
            Moved: if the passage is gone.
        """
        passage, back = self.require_passage(action.passage), action.back
        shown = Shown(action.asked, passage, back=self._services.base.passages.get(back or ""))
        return await self.answer(incoming, shown)

    def noted(self, incoming: Incoming, action: ShowPassage) -> LastQuestion:
        """Return what to remember of a passage that was pressed."""
        passage, asked = self.require_passage(action.passage), action.asked
        title = passage.text_in(asked.language).title
        return self._memory.note(
            incoming,
            asked.question or title,
            asked.language,
            asked.answer,
            shown=[passage],
            offered=self._services.base.related_to(passage, RELATED + 1),
        )

    def require_passage(self, passage_id: str) -> Passage:
        """Return the passage of that id; raise `Moved` if it is gone."""
        passage = self._services.base.passages.get(passage_id)
        if passage is None:
            raise Moved
        return passage

    async def answer(self, incoming: Incoming, shown: Shown) -> Card:
        """Return the card of a passage, with whom to check it with; a short one among others."""
        base, asked = self._services.base, shown.asked
        cautions = cautions_on(base, asked.question, asked.language)
        texts = self._services.texts(asked.language)
        overdue = await self._services.overdue_since(shown.passage)
        shown = replace(shown, cautions=cautions, overdue_since=overdue, shown_in=incoming.shown_in)
        return answer_card(shown, base, texts)

    def _nothing_asked(self, language: Language) -> Asked:
        return Asked(answer=self._services.new_id(), language=language)
