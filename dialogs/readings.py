"""Saying that one has read the routine, by a command or a card; in one's own chat only."""

from cards.actions import Asked
from cards.elements import Card
from cards.reading import reading_card, readings_card
from cards.reading_actions import AboutReadings, ConfirmReading
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.refusals import in_private_only, sentence_for
from dialogs.reply import Pressed, Reply
from dialogs.services import Services
from knowledge.routine import Routine
from readings.changes import changes_between
from readings.reading import routine_of
from readings.reading_service import ReadingState, RevisionReplaced


class ReadingsDialog:
    """Shows the revision in use and what it changed, and takes the word of who has read it."""

    commands = ("read_routine",)

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        texts = self._services.texts(language)
        if not incoming.in_private:
            return Reply(text=in_private_only(texts, command))
        card = await self._opened(incoming.person.id, None, language)
        return Reply(card=card, text=None if card else texts.say("reading.none"))

    async def on_press(self, incoming: Incoming, action: AboutReadings) -> Pressed:
        person, language = incoming.person, action.language
        if isinstance(action, ConfirmReading):
            lead = await self._confirmed(person, action)
            routine = self._routine_of(action.revision)
            card = await self._shown(person.id, routine, language, lead=lead) if routine else None
        else:
            card = await self._opened(person.id, action.routine, language)
        none = self._services.texts(language).say("reading.none")
        return Pressed(card=card, sentence=None if card else none, stays=True)

    async def news(self, person_id: str, revision: str, language: Language) -> Card | None:
        """Return what is new for a person, unless they know it or something newer is told."""
        routine = self._routine_of(revision)
        state = await self._services.readings.state(person_id, routine_of(revision))
        if state is None or state.reading is not None or state.revision.id != revision:
            return None
        lead = self._services.texts(language).say("reading.news")
        return self._card(state, routine, language, lead) if routine else None

    async def _opened(
        self, person_id: str, routine_id: str | None, language: Language
    ) -> Card | None:
        """Return the card of the routine meant, or the choice between them; None without any."""
        every = self._services.base.with_revisions()
        meant = [each for each in every if routine_id in (None, each.id)]
        if len(meant) > 1:
            names = {each.id: each.text_in(language).name for each in meant}
            return readings_card(names, self._services.texts(language))
        return await self._shown(person_id, meant[0], language) if meant else None

    async def _confirmed(self, person: Person, action: ConfirmReading) -> str | None:
        """Note the reading; return why it wasn't, where the revision isn't in use any more."""
        unit = action.said.get("unit", "")
        known = {each.id for each in self._services.base.units}
        try:
            await self._services.readings.confirm(
                person, action.revision, unit if unit in known else ""
            )
        except RevisionReplaced as error:
            return sentence_for(error, None, self._services.texts(action.language))
        return None

    async def _shown(
        self, person_id: str, routine: Routine, language: Language, *, lead: str | None = None
    ) -> Card | None:
        """Return the card of *routine* for a person; None where it names no revision."""
        key = self._services.base.key_of(routine)
        state = await self._services.readings.state(person_id, key)
        if state is None or routine.revision is None:
            return None
        return self._card(state, routine, language, lead)

    def _routine_of(self, revision: str) -> Routine | None:
        """Return the routine of a stored revision; None where the base no longer has it."""
        base, key = self._services.base, routine_of(revision)
        return next((each for each in base.routines if base.key_of(each) == key), None)

    def _card(
        self, state: ReadingState, routine: Routine, language: Language, lead: str | None
    ) -> Card:
        before = state.before.wording if state.before else state.revision.wording
        changes = changes_between(before, state.revision.wording, language)
        texts, base = self._services.texts(language), self._services.base
        units = {each.id: each.text_in(language) for each in base.units if not each.closed}
        asked = Asked(answer=self._services.new_id(), language=language)
        name = base.routine_names(language).get(routine.id)
        return reading_card(state, changes, units, asked, texts, lead=lead, name=name)
