"""What people say that is no question: a short reply, and a way on."""

from collections.abc import Sequence
from dataclasses import replace

from cards.actions import MAX_QUESTION, Asked
from cards.answer import RELATED, Shown
from cards.talk import source_card, talk_card
from core.incoming import Incoming
from core.language import Language
from dialogs.browse import BrowseDialog
from dialogs.feedback import FeedbackDialog
from dialogs.looking_up import texts_on
from dialogs.memory import Memory
from dialogs.open_walk import OpenWalk
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.passage import Passage
from knowledge.search.answers import Answer, Finding, Suggestions
from knowledge.talk import Deed, TalkKind
from questions.asked import LastQuestion


class TalkDialog:
    """Replies to talk. Nothing of it is noted as a question, nor remembered as one."""

    def __init__(
        self,
        services: Services,
        browsing: BrowseDialog,
        feedback: FeedbackDialog,
        walk: OpenWalk,
    ) -> None:
        self._services = services
        self._browsing = browsing
        self._feedback = feedback
        self._walk = walk
        self._memory = Memory(services)

    async def answer(self, incoming: Incoming, kind: TalkKind, language: Language) -> Reply:
        """Return the reply to *kind*."""
        if kind.does is Deed.HELP:
            return Reply(card=await self._browsing.help(incoming, language))
        if kind.does is Deed.CANCEL and (waiting := await self._walk.reply(incoming, language)):
            return waiting
        last = await self._memory.last(incoming) if kind.does in _ABOUT_THE_ANSWER else None
        if last is not None:
            asked = self._asked(last, language)
            passage = self._first_of(last.shown)
            if passage is not None:
                return await self._about(incoming, kind, asked, passage, last)
            if last.offered:
                return self._about_the_choice(kind, asked, last)
        return self._plain(kind, language, last)

    async def choose(self, incoming: Incoming, number: int, language: Language) -> Reply:
        """Return the passage of row *number* of the last card; -1 is its last row."""
        last = await self._memory.last(incoming)
        offered = self._services.base.passages_of(last.offered) if last else []
        place = number if number < 0 else number - 1
        if last is None or not -len(offered) <= place < len(offered):
            return Reply(text=self._services.texts(language).say("talk.no_choice"))
        passage, asked = offered[place], self._asked(last, language)
        related = self._services.base.related_to(passage, RELATED + 1)
        noted = replace(
            last,
            asked_at=self._services.clock(),
            shown=(passage.id,),
            offered=tuple(each.id for each in related),
        )
        return Reply(card=await self._browsing.answer(incoming, Shown(asked, passage)), last=noted)

    def urgent(self, danger: TalkKind, finding: Finding, language: Language) -> Reply:
        """Reply to a cry for help that no passage answers; nothing of it is stored."""
        match finding:
            case Answer(passage=passage):
                offered: Sequence[Passage] = (passage,)
            case Suggestions(choices=choices):
                offered = choices
            case _:
                offered = ()
        reply = danger.text_in(language).reply
        return Reply(
            card=talk_card(reply, self._nothing(language), offered, self._services.texts(language))
        )

    def again(self, last: LastQuestion, language: Language) -> Reply:
        """Reply to "why not?" and the like, that found nothing, with the answer just shown."""
        passage = self._first_of(last.shown)
        if passage is None:
            return Reply(text=self._services.texts(language).say("talk.no_choice"))
        return self._in_short(self._asked(last, language), passage, last)

    def in_a_third_language(self, question: str, language: Language) -> Reply:
        """Say in each language of the base which those are; the question may be sent on."""
        said = (
            self._services.texts(each).say("talk.two_languages")
            for each in self._services.base.languages
        )
        asked = self._nothing(language).model_copy(update={"question": question[:MAX_QUESTION]})
        return Reply(card=talk_card("\n\n".join(said), asked, (), texts_on(self._services, asked)))

    async def _about(
        self,
        incoming: Incoming,
        kind: TalkKind,
        asked: Asked,
        passage: Passage,
        last: LastQuestion,
    ) -> Reply:
        """Return the reply to a word on the answer just shown."""
        base, texts = self._services.base, texts_on(self._services, asked, passage.id)
        match kind.does:
            case Deed.WRONG:
                others = self._feedback.others(asked, passage)
                offered = tuple(each.id for each in others)
                noted = replace(last, asked_at=self._services.clock(), offered=offered)
                card = await self._feedback.not_helpful(incoming, asked, passage, others)
                return Reply(card=card, last=noted)
            case Deed.MORE:
                whole = Shown(asked, passage, is_whole=True)
                return Reply(card=await self._browsing.answer(incoming, whole))
            case Deed.SOURCE:
                return Reply(card=source_card(passage, asked, base, texts))
            case Deed.UNCLEAR:
                return self._in_short(asked, passage, last)
            case _:
                reply = kind.text_in(asked.language).reply
                offered = self._services.base.passages_of(kind.shows)
                return Reply(card=talk_card(reply, asked, offered, texts, back=passage))

    def _in_short(self, asked: Asked, passage: Passage, last: LastQuestion) -> Reply:
        texts = texts_on(self._services, asked, passage.id)
        short = passage.text_in(asked.language).short or ""
        said = texts.say("talk.in_short", short=short) if short else texts.say("talk.again")
        offered = [passage, *self._services.base.passages_of(last.offered)][:3]
        return Reply(card=talk_card(said, asked, offered, texts, back=passage))

    def _about_the_choice(self, kind: TalkKind, asked: Asked, last: LastQuestion) -> Reply:
        """Return the reply to a word on a choice that nothing has been chosen of yet."""
        texts = texts_on(self._services, asked)
        is_no_use = kind.does in (Deed.WRONG, Deed.HUMAN)
        said = kind.text_in(asked.language).reply if is_no_use else texts.say("talk.choose_first")
        offered = () if is_no_use else self._services.base.passages_of(last.offered)
        return Reply(card=talk_card(said, asked, offered, texts))

    def _plain(self, kind: TalkKind, language: Language, last: LastQuestion | None) -> Reply:
        reply = kind.text_in(language).reply
        offered = self._services.base.passages_of(kind.shows)
        if not offered:
            return Reply(text=reply)
        asked = self._asked(last, language) if last else self._nothing(language)
        return Reply(card=talk_card(reply, asked, offered, texts_on(self._services, asked)))

    def _first_of(self, ids: Sequence[str]) -> Passage | None:
        return next(iter(self._services.base.passages_of(ids)), None)

    def _asked(self, last: LastQuestion, language: Language) -> Asked:
        answer = last.answer_id or self._services.new_id()
        return Asked(answer=answer, language=language, question=last.question[-MAX_QUESTION:])

    def _nothing(self, language: Language) -> Asked:
        return Asked(answer=self._services.new_id(), language=language)


_ABOUT_THE_ANSWER = (Deed.WRONG, Deed.UNCLEAR, Deed.MORE, Deed.SOURCE, Deed.HUMAN)
