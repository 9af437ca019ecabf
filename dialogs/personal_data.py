"""One's own data, and which notices one gets; in one's own chat only."""

from cards.elements import Card
from cards.notifications import notifications_card
from cards.personal_data import erased_card, erasing_card, my_data_card
from cards.privacy_actions import (
    AboutPrivacy,
    ChooseNotices,
    EraseMyData,
    MyData,
    ShowNotifications,
    TurnOff,
)
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.notice_kinds import NoticeTopic
from dialogs.refusals import in_private_only
from dialogs.reply import Pressed, Reply
from dialogs.services import Services


class PersonalDataDialog:
    """Shows a person what is stored on them, and erases it where they confirm; their choices."""

    commands = ("my_data", "erase_my_data", "notifications")

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        if not incoming.in_private:
            return Reply(text=in_private_only(self._services.texts(language), command))
        if command == "notifications":
            return Reply(card=await self._notifications(incoming.person, language))
        show = self._shown if command == "my_data" else self._asked
        return Reply(card=await show(incoming.person, language))

    async def on_press(self, incoming: Incoming, action: AboutPrivacy) -> Pressed:
        person, language = incoming.person, action.language
        if not incoming.in_private:
            return Pressed(sentence=in_private_only(self._services.texts(language), "my_data"))
        if isinstance(action, EraseMyData):
            left = await self._services.personal_data.erase_own(person.id)
            card = erased_card(left, self._services.texts(language))
            return Pressed(card=card, stays=True, forgets=True)
        if isinstance(action, MyData):
            show = self._asked if action.erasing else self._shown
            return Pressed(card=await show(person, language), stays=True)
        return Pressed(card=await self._chosen(person, action), stays=True)

    async def _chosen(
        self, person: Person, action: ShowNotifications | ChooseNotices | TurnOff
    ) -> Card:
        """Return what somebody gets, after what they chose; a client that sends nothing changes
        nothing."""
        muting, lead = self._services.muting, None
        muted = set(await muting.muted(person.id))
        match action:
            case ChooseNotices(on=chosen) if chosen:
                off = {each for each in NoticeTopic if chosen.get(each, "true") != "true"}
            case TurnOff(topic=topic):
                off = {each for each in NoticeTopic if each in muted or each == topic}
            case _:
                off = muted
        if off != muted or not isinstance(action, ShowNotifications):
            await muting.mute(person.id, off)
            lead = self._services.texts(action.language).say("notifications.saved")
        return await self._notifications(person, action.language, lead=lead)

    async def _notifications(
        self, person: Person, language: Language, *, lead: str | None = None
    ) -> Card:
        muted = await self._services.muting.muted(person.id)
        return notifications_card([*NoticeTopic], muted, self._services.texts(language), lead=lead)

    async def _shown(self, person: Person, language: Language) -> Card:
        data = await self._services.personal_data.extract(person.id)
        texts, links = self._services.texts(language), self._services.links
        if links is None:
            return my_data_card(data, texts, url=None)
        url = links.to_personal_data(person.id, language)
        return my_data_card(data, texts, url=url, minutes=links.minutes)

    async def _asked(self, person: Person, language: Language) -> Card:
        data = await self._services.personal_data.extract(person.id)
        return erasing_card(data, self._services.texts(language))
