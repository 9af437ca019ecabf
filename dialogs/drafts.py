"""Making drafts for the editors' folder of what people asked and what was answered."""

from collections.abc import Collection, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from accounts.people import Person
from cards.gaps import Link
from dialogs.question_room import QuestionRoom, new_gap_id
from knowledge.answers import find
from knowledge.drafting import Drafted, draft_passage, draft_phrasings
from knowledge.language import of_locale
from knowledge.passage import Language
from questions.enquiry import Enquiry
from questions.errors import NoPassage, NothingToAdd
from questions.gap import Draft, Gap, Handling, MissedQuestion
from questions.gaps import Group
from questions.masking import unmarked
from questions.mending import EXAMPLES_KEPT, Picked
from questions.ports import QuestionBooks

HERE = ZoneInfo("Europe/Stockholm")


class Drafting:
    """Handles gaps, with a draft where one is wanted. All raise `AccountsError`."""

    def __init__(self, questions: QuestionRoom) -> None:
        self._questions = questions

    async def of_group(
        self, person: Person, picked: Picked, handling: Handling, *, passage: str = ""
    ) -> Gap:
        """Handle the questions picked; *passage* is the one that phrasings are for."""
        language = of_locale(picked.language)
        draft = None
        if handling is Handling.PASSAGE:
            draft = await self._passage(picked.examples, language)
        if handling is Handling.PHRASING:
            draft = self._phrasings(picked.examples, language, passage)
        return await self._handled(person, picked, handling, draft)

    async def of_exchange(self, person: Person, enquiry: Enquiry) -> Gap:
        """Make a draft passage of a question sent on and the answer it got."""
        picked = Picked(
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
        links = self._questions.links
        if links is None or gap.draft is None or gap.reopened:
            return None
        return Link(links.to_draft(gap.id), links.minutes)

    async def _handled(
        self, person: Person, picked: Picked, handling: Handling, draft: Draft | None
    ) -> Gap:
        mending, gap_id = self._questions.mending, new_gap_id()
        return await self._questions.ledger.write(
            lambda books: mending.handle(
                books, person, picked, handling, gap_id=gap_id, draft=draft
            )
        )

    async def _passage(
        self, examples: Sequence[str], language: Language, *, answer: str = ""
    ) -> Draft:
        taken = await self._questions.ledger.read(_drafted)
        drafted = draft_passage(
            self._questions.base,
            unmarked(examples),
            language,
            topic=self._topic(examples, language),
            today=self._today(),
            answer=answer,
            taken=taken,
        )
        return _draft(drafted)

    def _phrasings(self, examples: Sequence[str], language: Language, passage: str) -> Draft:
        base = self._questions.base
        if passage not in base.passages:
            raise NoPassage
        drafted = draft_phrasings(base, unmarked(examples), language, passage=passage)
        if not drafted.phrasings:
            raise NothingToAdd
        return _draft(drafted)

    def _topic(self, examples: Sequence[str], language: Language) -> str:
        """Return the topic nearest to what was asked."""
        snapshot = self._questions.room.live.current
        for example in examples:
            if matches := find(snapshot, example, language).matches:
                return matches[0].passage.topic
        return next(snapshot.base.topics()).slug

    def _today(self) -> date:
        return self._questions.room.clock().astimezone(HERE).date()


def picked_from(group: Group | None, asked: str, seen: Sequence[MissedQuestion]) -> Picked:
    """Return what an editor decides about, who has *seen* some of a group's questions."""
    typical = group.typical if group else None
    shown = Group(tuple(seen)) if seen else None
    return Picked(
        asked=asked,
        answer_ids=frozenset(question.answer_id for question in seen),
        language=typical.language if typical else "sv",
        examples=shown.examples(EXAMPLES_KEPT) if shown else (),
        unhelpful=frozenset(passage for question in seen for passage in question.unhelpful),
    )


def _draft(drafted: Drafted) -> Draft:
    return Draft(drafted.passage, drafted.topic, drafted.text, drafted.phrasings)


def _drafted(books: QuestionBooks) -> Collection[str]:
    return {gap.draft.passage for gap in books.gaps.all() if gap.draft and gap.is_open}
