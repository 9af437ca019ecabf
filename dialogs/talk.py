"""What people say that is no question: a short reply, and a way on."""

from cards.actions import Asked
from cards.talk import talk_card
from core.language import Language
from dialogs.browse import BrowseDialog
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.passage import Passage
from knowledge.talk import Deed, TalkKind


class TalkDialog:
    """Replies to talk. Nothing of it is noted as a question, nor remembered as one."""

    def __init__(self, services: Services, browsing: BrowseDialog) -> None:
        self._services = services
        self._browsing = browsing

    async def answer(self, kind: TalkKind, language: Language) -> Reply:
        """Return the reply to *kind*."""
        reply = kind.text_in(language).reply
        if kind.does is Deed.HELP:
            return Reply(card=self._browsing.welcome(language))
        offered = self._offered(kind)
        if not offered:
            return Reply(text=reply)
        asked = Asked(answer=self._services.new_id(), language=language)
        return Reply(card=talk_card(reply, asked, offered, self._services.texts(language)))

    def _offered(self, kind: TalkKind) -> tuple[Passage, ...]:
        passages = self._services.base.passages
        return tuple(passages[each] for each in kind.shows)
