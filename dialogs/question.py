"""A question: masked, looked up, and answered with one of three cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cards.actions import MAX_QUESTION, Asked
from cards.answer import RELATED
from cards.elements import Card
from cards.findings import finding_card
from cards.talk import with_others
from cards.templates import Templates
from core.incoming import Incoming
from core.language import Language
from dialogs.looking_up import LookedUp, find_masked, is_shown, look_up, may_need_the_last
from dialogs.memory import Memory
from dialogs.refusals import too_long
from dialogs.reply import Reply
from dialogs.services import Services
from dialogs.talk import TalkDialog
from knowledge.message.reading import ParsedMessage, read_message
from knowledge.passage import Passage
from knowledge.search.answers import Answer, Finding, Nothing, Suggestions
from knowledge.search.question_text import cautions_on, says_nothing
from knowledge.search.snapshot import Snapshot
from knowledge.talk import TalkKind
from questions.asked import AskedQuestion, LastQuestion, Outcome
from questions.masking import Masked, mask
from texts.catalogue import Catalogue


class QuestionDialog:
    """Answers one question; only a follow-up depends on the conversation before it."""

    def __init__(self, services: Services, talk: TalkDialog) -> None:
        self._services = services
        self._talk = talk
        self._memory = Memory(services)
        self._templates = Templates()

    async def answer(self, incoming: Incoming, message: ParsedMessage) -> Reply:
        """Return the card for what *message* asks, and what to note of it."""
        snapshot = self._services.live.current
        language = snapshot.guesser.guess(message.question, incoming.locale)
        masked = mask(message.question)
        alone, quotes = find_masked(snapshot, masked.text, language), incoming.quoted is not None
        leans = may_need_the_last(message, alone, language, is_quoting=quotes)
        last = await self._memory.last(incoming) if leans else None
        found = look_up(snapshot, message, masked.text, alone, language, last=last)
        if message.maybe is not None and not is_shown(found.finding) and not found.danger:
            return await self._talk.answer(incoming, message.maybe, language)
        if found.danger is not None and not found.danger.shows:
            return self._talk.urgent(found.danger, found.finding, language)
        if found.danger is None and _is_foreign(message.question, found.finding, snapshot):
            return self._talk.in_a_third_language(
                masked.text, self._services.base.language_of(incoming.locale)
            )
        leads_nowhere = isinstance(found.finding, Nothing) and says_nothing(
            message.question, language
        )
        if leads_nowhere and last is not None and last.shown:
            return self._talk.again(last, language)
        turn = _Turn(
            incoming,
            snapshot,
            language,
            masked,
            found,
            self._services.answer_id(incoming),
            message.feelings,
            await self._overdue_since(found.finding),
        )
        return Reply(card=self._card(turn), asked=self._note(turn), last=self._remembered(turn))

    async def stays_with_danger(
        self, incoming: Incoming, message: ParsedMessage, language: Language
    ) -> bool:
        """Whether *message* names nothing of its own, and the one before it was a cry for help."""
        if not says_nothing(message.question, language):
            return False
        last = await self._memory.last(incoming)
        snapshot = self._services.live.current
        return last is not None and read_message(last.question, snapshot).danger is not None

    def _card(self, turn: "_Turn") -> Card:
        texts = self._services.texts(turn.language)
        base = turn.snapshot.base
        warned_of = () if turn.incoming.in_dialog else turn.masked.to_warn_of  # another wrote it
        kinds = tuple(sorted(kind.value for kind in warned_of))
        cautions = cautions_on(base, turn.question, turn.language)
        finding, shown_in = turn.finding, turn.incoming.shown_in

        def make(asked: Asked) -> Card:
            return finding_card(
                finding,
                asked,
                base,
                texts,
                personal_data=kinds,
                cautions=cautions,
                overdue_since=turn.overdue_since,
                shown_in=shown_in,
            )

        risks, asked = tuple(caution.id for caution in cautions), turn.asked
        where = (base.hash, turn.language, shown_in, turn.overdue_since)
        key = (*where, kinds, risks, _shown(finding), bool(turn.masked.text))
        return _led_by(turn, self._templates.card(key, make, asked), asked, texts)

    async def _overdue_since(self, finding: Finding) -> date | None:
        match finding:
            case Answer(passage=passage) | Suggestions(choices=(passage, *_), likely=True):
                return await self._services.overdue_since(passage)
            case _:
                return None

    def _note(self, turn: "_Turn") -> AskedQuestion:
        matches = turn.finding.matches
        return AskedQuestion(
            answer_id=turn.answer_id,
            asked_at=self._services.clock(),
            language=turn.language,
            question=turn.masked.text,
            outcome=_outcome(turn.finding),
            passages=tuple(match.passage.id for match in matches[:3]),
            score=matches[0].score if matches else 0.0,
            base_hash=turn.snapshot.base.hash,
        )

    def _remembered(self, turn: "_Turn") -> LastQuestion | None:
        """A question that found nothing doesn't help to understand the next one."""
        shown, offered = _on_card(turn)
        if not shown and not offered:
            return None
        return self._memory.note(
            turn.incoming,
            turn.question,
            turn.language,
            turn.answer_id,
            shown=shown,
            offered=offered,
        )

    def too_long(self, incoming: Incoming) -> Reply:
        language = self._services.live.current.guesser.guess(incoming.text[:500], incoming.locale)
        return Reply(text=too_long(incoming.text, self._services.texts(language)))


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question and what was found for it."""

    incoming: Incoming
    snapshot: Snapshot
    language: Language
    masked: Masked
    found: LookedUp
    answer_id: str
    feelings: TalkKind | None
    overdue_since: date | None
    """Of the passage that the card shows whole."""

    @property
    def finding(self) -> Finding:
        return self.found.finding

    @property
    def question(self) -> str:
        return self.found.question

    @property
    def asked(self) -> Asked:
        """A follow-up includes the previous question: alone it tells a reviewer nothing."""
        follows = self.question != self.masked.text
        question = self.question[-MAX_QUESTION:] if follows else self.question[:MAX_QUESTION]
        return Asked(answer=self.answer_id, language=self.language, question=question)


def _led_by(turn: _Turn, card: Card, asked: Asked, texts: Catalogue) -> Card:
    """Return *card* with what the message held beside its question."""
    lead = turn.feelings.text_in(turn.language).reply if turn.feelings else None
    first = turn.found.danger is None
    return with_others(card, lead, turn.found.others, asked, texts, first=first)


def _on_card(turn: _Turn) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """Return the passages that the card shows whole, and those in its rows, in their order."""
    others = [other.passage for other in turn.found.others if other.passage]
    match turn.finding:
        case Answer(passage=passage):
            related = turn.snapshot.base.related_to(passage, RELATED + 1)
            return [passage], [*others, *related]
        case Suggestions(choices=(passage, *rest), likely=True):
            return [passage], [*others, *rest]
        case Suggestions(choices=choices):
            return [], choices
        case Nothing():
            return [], []


def _shown(finding: Finding) -> tuple[str, ...]:
    """Return what of *finding* its card shows."""
    match finding:
        case Answer(passage=passage):
            return ("answer", passage.id)
        case Suggestions(choices=choices, likely=likely):
            return ("nearest" if likely else "suggestions", *(choice.id for choice in choices))
        case Nothing(topics=topics, area=area):
            return ("nothing", area.id if area else "", *(topic.slug for topic in topics))


def _is_foreign(question: str, finding: Finding, snapshot: Snapshot) -> bool:
    """Whether *question* is in neither of our languages, nor near enough to be found in Swedish."""
    if not snapshot.guesser.is_foreign(question):
        return False
    return isinstance(finding, Nothing) or not snapshot.guesser.is_nordic(question)


def _outcome(finding: Finding) -> Outcome:
    match finding:
        case Answer():
            return Outcome.ANSWER
        case Suggestions():
            return Outcome.SUGGESTIONS
        case Nothing():
            return Outcome.NONE
