"""Questions, forwarded questions and gaps in plain dictionaries."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.errors import OutOfDate
from questions.asked import (
    AnsweredMessage,
    AskedCounts,
    AskedQuestion,
    LastQuestion,
    Outcome,
    Verdict,
    Vote,
)
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus
from questions.gap import Gap, MissedQuestion


@dataclass
class InMemoryQuestions:
    """A `QuestionStore` in plain dictionaries, with what `TurnRecords` writes."""

    asked: list[AskedQuestion] = field(default_factory=list[AskedQuestion])
    votes: dict[tuple[str, str], Vote] = field(default_factory=dict[tuple[str, str], Vote])
    greeted: dict[str, str] = field(default_factory=dict[str, str])
    last: dict[tuple[str, str], LastQuestion] = field(
        default_factory=dict[tuple[str, str], LastQuestion]
    )

    answers: dict[str, AnsweredMessage] = field(default_factory=dict[str, AnsweredMessage])

    def append(self, asked: AskedQuestion) -> None:
        self.asked.append(asked)

    def remember(self, last: LastQuestion) -> None:
        known = self.last.get((last.conversation, last.person))
        if known is None or known.asked_at <= last.asked_at:
            self.last[last.conversation, last.person] = last

    async def vote(self, vote: Vote) -> None:
        self.votes[vote.answer_id, vote.voter] = vote

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        last = self.last.get((conversation, person))
        return last if last and last.asked_at >= since else None

    async def answered_with(self, *, since: datetime) -> Mapping[str, int]:
        return Counter(
            each.passages[0]
            for each in self.asked
            if each.outcome is Outcome.ANSWER and each.asked_at >= since
        )

    async def forget_last(self, conversation: str, person: str) -> None:
        self.last.pop((conversation, person), None)

    async def answered(self, message: str, *, since: datetime) -> AnsweredMessage | None:
        found = self.answers.get(message)
        return found if found and found.answered_at >= since else None

    async def quoted(self, reply: str, *, since: datetime) -> AskedQuestion | None:
        answers = {
            each.answer_id
            for each in self.answers.values()
            if each.reply == reply and each.answered_at >= since
        }
        found = [asked for asked in self.asked if asked.answer_id in answers]
        return found[0] if len(found) == 1 else None

    async def claim_edit(self, answered: AnsweredMessage, edit: str) -> bool:
        if self.answers[answered.message].edit != answered.edit:
            return False
        self.answers[answered.message] = replace(answered, edit=edit)
        return True

    async def greet_once(self, conversation: str, at: datetime, *, activity: str) -> bool:
        is_new = conversation not in self.greeted
        greeted_for = self.greeted.setdefault(conversation, activity)
        return is_new or greeted_for == (activity or None)


@dataclass
class InMemoryForwardedQuestions:
    kept: dict[str, ForwardedQuestion] = field(default_factory=dict[str, ForwardedQuestion])

    def get(self, forwarded_id: str) -> ForwardedQuestion | None:
        return self.kept.get(forwarded_id)

    def add(self, forwarded: ForwardedQuestion) -> bool:
        from_answer = forwarded.asker and self.from_answer(forwarded.answer_id, forwarded.asker)
        if forwarded.id in self.kept or from_answer:
            return False
        self.kept[forwarded.id] = forwarded
        return True

    def save(self, forwarded: ForwardedQuestion, *, seen: int) -> None:
        if self.kept[forwarded.id].version != seen:
            raise OutOfDate
        self.kept[forwarded.id] = forwarded

    def from_answer(self, answer_id: str, asker: str) -> ForwardedQuestion | None:
        for each in self.kept.values():
            if (each.answer_id, each.asker) == (answer_id, asker):
                return each
        return None

    def of_person(self, person_id: str) -> Sequence[ForwardedQuestion]:
        theirs = [each for each in self.kept.values() if each.asker == person_id]
        return sorted(theirs, key=lambda each: each.changed_at, reverse=True)

    def waiting(self) -> Sequence[ForwardedQuestion]:
        return self._oldest_first(lambda each: each.standing is ForwardedStatus.WAITING)

    def awaiting_news(self) -> Sequence[ForwardedQuestion]:
        return self._oldest_first(lambda each: each.awaits_news)

    def with_asker(self) -> Sequence[ForwardedQuestion]:
        return self._oldest_first(lambda each: each.asker is not None)

    def naming(self, person_id: str) -> Sequence[ForwardedQuestion]:
        return self._oldest_first(
            lambda each: (
                person_id == each.asker or bool(each.reply and each.reply.by.id == person_id)
            )
        )

    def _oldest_first(
        self, wanted: Callable[[ForwardedQuestion], bool]
    ) -> Sequence[ForwardedQuestion]:
        found = [each for each in self.kept.values() if wanted(each)]
        return sorted(found, key=lambda each: (each.sent_at, each.id))


@dataclass
class InMemoryGaps:
    """Gaps over the questions in a store in memory."""

    asked_questions: InMemoryQuestions = field(default_factory=InMemoryQuestions)
    kept: dict[str, Gap] = field(default_factory=dict[str, Gap])
    taken: dict[str, str] = field(default_factory=dict[str, str])
    """The gap that each question belongs to."""

    def missed(self, *, since: datetime, most: int) -> Sequence[MissedQuestion]:
        found = [
            MissedQuestion(each.answer_id, each.asked_at, each.language, each.question, unhelpful)
            for each in self.asked_questions.asked
            for unhelpful in [self._unhelpful(each.answer_id)]
            if (each.outcome is Outcome.NONE or unhelpful)
            and each.question
            and each.answer_id not in self.taken
            and each.asked_at >= since
        ]
        found.sort(key=lambda each: each.answer_id)
        return sorted(found, key=lambda each: each.asked_at, reverse=True)[:most]

    def asked(self, *, since: datetime, most: int | None = None) -> Sequence[AskedQuestion]:
        found = [
            each for each in self.asked_questions.asked if each.asked_at >= since and each.question
        ]
        in_time = sorted(found, key=lambda each: (each.asked_at, each.answer_id))
        return in_time if most is None else in_time[-most:]

    def verdicts(self, answer_ids: Sequence[str]) -> Mapping[str, Mapping[Verdict, int]]:
        found: dict[str, Counter[Verdict]] = {}
        for vote in self.asked_questions.votes.values():
            if vote.answer_id in answer_ids:
                found.setdefault(vote.answer_id, Counter())[vote.verdict] += 1
        return found

    def counts(self, *, since: datetime, until: datetime) -> AskedCounts:
        found = [each for each in self.asked(since=since) if each.asked_at <= until]
        answered = [each for each in found if each.outcome is Outcome.ANSWER]
        return AskedCounts(
            Counter(each.outcome for each in found),
            Counter(each.passages[0] if each.passages else "" for each in answered),
        )

    def unanswered(self, *, since: datetime, until: datetime, most: int) -> Sequence[AskedQuestion]:
        found = [each for each in self.asked(since=since) if each.asked_at <= until]
        return [each for each in found if each.outcome is Outcome.NONE][-most:]

    def get(self, gap_id: str) -> Gap | None:
        return self.kept.get(gap_id)

    def add(self, gap: Gap, answer_ids: Collection[str]) -> bool:
        if gap.id in self.kept:
            return False
        self.kept[gap.id] = gap
        for answer_id in answer_ids:
            self.taken.setdefault(answer_id, gap.id)
        return True

    def save(self, gap: Gap, *, seen: int) -> None:
        if self.kept[gap.id].version != seen:
            raise OutOfDate
        self.kept[gap.id] = gap
        if gap.reopened:
            self.taken = {key: value for key, value in self.taken.items() if value != gap.id}

    def with_question(self, answer_id: str) -> Gap | None:
        return self.kept.get(self.taken.get(answer_id, ""))

    def questions_of(self, gap_id: str) -> frozenset[str]:
        return frozenset(key for key, value in self.taken.items() if value == gap_id)

    def naming(self, person_id: str) -> Sequence[Gap]:
        return [each for each in self.all() if each.by.id == person_id]

    def all(self) -> Sequence[Gap]:
        by_id = sorted(self.kept.values(), key=lambda each: each.id)
        return sorted(by_id, key=lambda each: each.changed_at, reverse=True)

    def _unhelpful(self, answer_id: str) -> tuple[str, ...]:
        votes = self.asked_questions.votes.values()
        passages = {
            vote.passage
            for vote in votes
            if vote.answer_id == answer_id and vote.verdict is Verdict.NOT_HELPFUL
        }
        return tuple(sorted(passages))
