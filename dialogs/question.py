"""A question: masked, looked up, and answered with one of three cards."""

from dataclasses import dataclass
from datetime import timedelta

from cards.actions import MAX_QUESTION, Asked
from cards.elements import Card
from cards.findings import finding_card
from cards.talk import talk_card
from cards.templates import Templates
from core.incoming import Incoming
from core.language import Language
from dialogs.reply import Reply
from dialogs.services import Services
from dialogs.talk import TalkDialog
from knowledge.message.reading import ParsedMessage
from knowledge.search.answers import Answer, Finding, Match, Nothing, Suggestions, find
from knowledge.search.question_text import cautions_on, joined, looks_like_follow_up
from knowledge.search.snapshot import Snapshot
from knowledge.talk import TalkKind
from questions.asked import AskedQuestion, LastQuestion, Outcome
from questions.masking import Masked, mask

MAX_LENGTH = 2000
"""Characters of a message that are read as a question."""
REMEMBERED = timedelta(minutes=30)
"""How long the previous question is used to understand a follow-up."""


class QuestionDialog:
    """Answers one question; only a follow-up depends on the conversation before it."""

    def __init__(self, services: Services, talk: TalkDialog) -> None:
        self._services = services
        self._talk = talk
        self._templates = Templates()

    async def answer(self, incoming: Incoming, message: ParsedMessage) -> Reply:
        """Return the card for what *message* asks, and what to note of it."""
        snapshot = self._services.live.current
        language = snapshot.guesser.guess(message.question, incoming.locale)
        masked = mask(message.question)
        question = masked.text
        if looks_like_follow_up(question, language):
            question = joined(await self._previous_question(incoming), question)
        finding = find(snapshot, question, language)
        if message.maybe is not None and _is_unsure(finding):
            return await self._talk.answer(message.maybe, language)
        danger = message.danger
        if danger is not None and not danger.shows:
            return self._urgent(danger, finding, language)
        if danger is not None:
            finding = _urgent_first(snapshot, danger.shows[0], finding)
        turn = _Turn(
            incoming, snapshot, language, masked, question, self._services.new_id(), finding
        )
        return Reply(card=self._card(turn), asked=self._note(turn), last=self._remembered(turn))

    def _urgent(self, danger: TalkKind, finding: Finding, language: Language) -> Reply:
        """Reply to a cry for help that no passage answers; nothing of it is stored."""
        offered = finding.choices if isinstance(finding, Suggestions) else ()
        if isinstance(finding, Answer):
            offered = (finding.passage,)
        asked = Asked(answer=self._services.new_id(), language=language)
        reply = danger.text_in(language).reply
        return Reply(card=talk_card(reply, asked, offered, self._services.texts(language)))

    async def _previous_question(self, incoming: Incoming) -> str | None:
        since = self._services.clock() - REMEMBERED
        last = await self._services.store.last_question(
            incoming.conversation, self._services.pseudonym(incoming.person.id), since=since
        )
        return last.question if last else None

    def _card(self, turn: "_Turn") -> Card:
        texts = self._services.texts(turn.language)
        base = turn.snapshot.base
        kinds = tuple(sorted(kind.value for kind in turn.masked.kinds))
        cautions = cautions_on(base, turn.question, turn.language)
        finding = turn.finding

        def make(asked: Asked) -> Card:
            return finding_card(finding, asked, base, texts, personal_data=kinds, cautions=cautions)

        risks = tuple(caution.id for caution in cautions)
        key = (base.hash, turn.language, kinds, risks, _shown(finding), bool(turn.masked.text))
        return self._templates.card(key, make, turn.asked)

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
        if isinstance(turn.finding, Nothing):
            return None
        return LastQuestion(
            conversation=turn.incoming.conversation,
            person=self._services.pseudonym(turn.incoming.person.id),
            question=turn.question,
            language=turn.language,
            asked_at=self._services.clock(),
        )

    def too_long(self, incoming: Incoming) -> Reply:
        language = self._services.live.current.guesser.guess(incoming.text[:500], incoming.locale)
        texts = self._services.texts(language)
        sentence = texts.say("nothing.too_long", length=len(incoming.text), limit=MAX_LENGTH)
        return Reply(text=sentence)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question and what was found for it."""

    incoming: Incoming
    snapshot: Snapshot
    language: Language
    masked: Masked
    question: str
    """What was looked up: a follow-up is joined to the question before it."""
    answer_id: str
    finding: Finding

    @property
    def asked(self) -> Asked:
        """A follow-up includes the previous question: alone it tells a reviewer nothing."""
        follows = self.question != self.masked.text
        question = self.question[-MAX_QUESTION:] if follows else self.question[:MAX_QUESTION]
        return Asked(answer=self.answer_id, language=self.language, question=question)


def _is_unsure(finding: Finding) -> bool:
    match finding:
        case Answer() | Suggestions(likely=True):
            return False
        case _:
            return True


def _urgent_first(snapshot: Snapshot, passage_id: str, finding: Finding) -> Finding:
    """Return *finding* with what to do in danger first, unless it begins with such a text."""
    if isinstance(finding, Answer) and finding.passage.emergency:
        return finding
    passage = snapshot.base.passages[passage_id]
    others = [match for match in finding.matches if match.passage is not passage]
    return Answer((Match(passage, 1.0), *others))


def _shown(finding: Finding) -> tuple[str, ...]:
    """Return what of *finding* its card shows."""
    match finding:
        case Answer(passage=passage):
            return ("answer", passage.id)
        case Suggestions(choices=choices, likely=likely):
            return ("nearest" if likely else "suggestions", *(choice.id for choice in choices))
        case Nothing(topics=topics, area=area):
            return ("nothing", area.id if area else "", *(topic.slug for topic in topics))


def _outcome(finding: Finding) -> Outcome:
    match finding:
        case Answer():
            return Outcome.ANSWER
        case Suggestions():
            return Outcome.SUGGESTIONS
        case Nothing():
            return Outcome.NONE
