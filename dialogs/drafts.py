"""Making drafts for the editors' folder of what people asked and what was answered."""

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from cards.gaps import Link
from core.person import Person
from dialogs.services import Services, new_gap_id
from knowledge.drafting import Drafted, draft_passage, draft_phrasings
from knowledge.passage import Language
from knowledge.search.answers import find
from knowledge.search.language import of_locale
from questions.clustering import Cluster
from questions.errors import NoPassage, NothingToAdd
from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap, Handling, MissedQuestion, PassageDraft
from questions.gap_service import EXAMPLES_KEPT, SelectedQuestions
from questions.masking import unmarked
from questions.ports import QuestionsUnitOfWork

HERE = ZoneInfo("Europe/Stockholm")


class Drafting:
    """Handles gaps, with a draft where one is wanted. All raise `AccountsError`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def of_group(
        self, person: Person, picked: SelectedQuestions, handling: Handling, *, passage: str = ""
    ) -> Gap:
        """Handle the questions picked; *passage* is the one that phrasings are for."""
        language = of_locale(picked.language)
        draft = None
        if handling is Handling.PASSAGE:
            draft = await self._passage(picked.examples, language)
        if handling is Handling.PHRASING:
            draft = self._phrasings(picked.examples, language, passage)
        return await self._handled(person, picked, handling, draft)

    async def of_exchange(self, person: Person, enquiry: ForwardedQuestion) -> Gap:
        """Make a draft passage of a question sent on and the answer it got."""
        picked = SelectedQuestions(
            asked=enquiry.answer_id,
            answer_ids=frozenset({enquiry.answer_id}),
            language=enquiry.language,
            examples=(enquiry.question,),
            unhelpful=frozenset(enquiry.shown.passages if enquiry.shown.text else ()),
        )
        answer = enquiry.reply.text if enquiry.reply else ""
        language = of_locale(enquiry.language)
        draft = await self._passage(picked.examples, language, answer=answer)
        return await self._handled(person, picked, Handling.PASSAGE, draft)

    def link(self, gap: Gap) -> Link | None:
        """Return the way to the draft as a file, where browsers reach this server."""
        links = self._services.links
        if links is None or gap.draft is None or gap.reopened:
            return None
        return Link(links.to_draft(gap.id), links.minutes)

    async def _handled(
        self,
        person: Person,
        picked: SelectedQuestions,
        handling: Handling,
        draft: PassageDraft | None,
    ) -> Gap:
        mending, gap_id = self._services.gaps, new_gap_id()
        return await self._services.transactions.write(
            lambda uow: mending.handle(uow, person, picked, handling, gap_id=gap_id, draft=draft)
        )

    async def _passage(
        self, examples: Sequence[str], language: Language, *, answer: str = ""
    ) -> PassageDraft:
        taken = await self._services.transactions.read(_drafted)
        drafted = draft_passage(
            self._services.base,
            unmarked(examples),
            language,
            topic=self._topic(examples, language),
            today=self._today(),
            answer=answer,
            taken=taken,
        )
        return _draft(drafted)

    def _phrasings(self, examples: Sequence[str], language: Language, passage: str) -> PassageDraft:
        base = self._services.base
        if passage not in base.passages:
            raise NoPassage
        drafted = draft_phrasings(base, unmarked(examples), language, passage=passage)
        if not drafted.phrasings:
            raise NothingToAdd
        return _draft(drafted)

    def _topic(self, examples: Sequence[str], language: Language) -> str:
        """Return the topic nearest to what was asked."""
        snapshot = self._services.live.current
        for example in examples:
            if matches := find(snapshot, example, language).matches:
                return matches[0].passage.topic
        return next(snapshot.base.topics()).slug

    def _today(self) -> date:
        return self._services.clock().astimezone(HERE).date()


def picked_from(
    group: Cluster | None, asked: str, seen: Sequence[MissedQuestion]
) -> SelectedQuestions:
    """Return what an editor decides about, who has *seen* some of a group's questions."""
    typical = group.typical if group else None
    shown = Cluster(tuple(seen)) if seen else None
    return SelectedQuestions(
        asked=asked,
        answer_ids=frozenset(question.answer_id for question in seen),
        language=typical.language if typical else "sv",
        examples=shown.examples(EXAMPLES_KEPT) if shown else (),
        unhelpful=frozenset(passage for question in seen for passage in question.unhelpful),
    )


def _draft(drafted: Drafted) -> PassageDraft:
    return PassageDraft(drafted.passage, drafted.topic, drafted.text, drafted.phrasings)


def _drafted(uow: QuestionsUnitOfWork) -> Collection[str]:
    return {gap.draft.passage for gap in uow.gaps.all() if gap.draft and gap.is_open}
