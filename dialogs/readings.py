"""Saying that one has read the routine, by a command or a card; in one's own chat only."""

from cards.actions import Asked
from cards.elements import Card
from cards.reading import reading_card
from cards.reading_actions import AboutReadings, ConfirmReading
from core.incoming import Incoming
from core.language import Language
from dialogs.refusals import in_private_only, sentence_for
from dialogs.reply import Pressed, Reply
from dialogs.services import Services
from readings.changes import changes_between
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
        card = await self.shown(incoming.person.id, language)
        return Reply(card=card, text=None if card else texts.say("reading.none"))

    async def on_press(self, incoming: Incoming, action: AboutReadings) -> Pressed:
        person, language, lead = incoming.person, action.language, None
        texts = self._services.texts(language)
        if isinstance(action, ConfirmReading):
            unit = action.said.get("unit", "")
            known = {each.id for each in self._services.base.units}
            try:
                await self._services.readings.confirm(
                    person, action.revision, unit if unit in known else ""
                )
            except RevisionReplaced as error:
                lead = sentence_for(error, None, texts)
        card = await self.shown(person.id, language, lead=lead)
        return Pressed(card=card, sentence=None if card else texts.say("reading.none"), stays=True)

    async def shown(
        self, person_id: str, language: Language, *, lead: str | None = None
    ) -> Card | None:
        """Return the card for a person; None where the base names no revision."""
        state = await self._services.readings.state(person_id)
        if state is None or self._services.base.routine.revision is None:
            return None
        return self._card(state, language, lead)

    async def news(self, person_id: str, revision: str, language: Language) -> Card | None:
        """Return what is new for a person, unless they know it or something newer is told."""
        state = await self._services.readings.state(person_id)
        if state is None or state.reading is not None or state.revision.id != revision:
            return None
        lead = self._services.texts(language).say("reading.news")
        return self._card(state, language, lead)

    def _card(self, state: ReadingState, language: Language, lead: str | None) -> Card:
        before = state.before.wording if state.before else state.revision.wording
        changes = changes_between(before, state.revision.wording, language)
        texts, base = self._services.texts(language), self._services.base
        units = {each.id: each.text_in(language) for each in base.units if not each.closed}
        asked = Asked(answer=self._services.new_id(), language=language)
        return reading_card(state, changes, units, asked, texts, lead=lead)
