"""What people ask most, with what the base answers and how many were helped by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.clock import utc_now
from core.entered_text import comparable
from editor.missed import passage_as_json
from editor.queries import result_of
from knowledge.search.answers import find
from knowledge.search.gap_reading import GapReading
from knowledge.search.snapshot import Snapshot
from questions.asked import AskedQuestion, Verdict
from questions.clustering import LOOKED_BACK, MOST_MISSED
from questions.masking import without_markers
from questions.ports import QuestionReader, QuestionsUnitOfWork
from questions.remembering import cluster
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions

SHOWN = 40
WORDINGS = 5

Verdicts = Mapping[str, Mapping[Verdict, int]]
"""How many thought what, by answer id."""


@dataclass(frozen=True, slots=True)
class AskedOften:
    """Questions that are alike."""

    question: str
    """The most typical one."""
    language: str
    count: int
    wordings: tuple[str, ...]
    """Different ones, the most common first."""
    verdicts: Counter[Verdict]


async def most_asked_in(database_url: str, snapshot: Snapshot) -> list[AskedOften]:
    """Return what was asked most in the last year; raise `NoDatabase`."""
    since = utc_now() - LOOKED_BACK

    def read(uow: QuestionsUnitOfWork) -> tuple[Sequence[AskedQuestion], Verdicts]:
        asked = uow.gaps.asked(since=since, most=MOST_MISSED)
        return asked, uow.gaps.verdicts([each.answer_id for each in asked])

    async with existing_database(database_url) as database:
        asked, verdicts = await SqlTransactions(database).read(read)
    return most_asked(asked, verdicts, GapReading(snapshot))


def most_asked(
    asked: Sequence[AskedQuestion], verdicts: Verdicts, reader: QuestionReader
) -> list[AskedOften]:
    """Return the largest groups of questions that are alike, the largest first."""
    groups = cluster([(each.question, each.language) for each in asked], reader)
    largest = sorted(groups, key=len, reverse=True)[:SHOWN]
    return [_group([asked[number] for number in group], verdicts) for group in largest]


def _group(asked: Sequence[AskedQuestion], verdicts: Verdicts) -> AskedOften:
    typical = asked[0]
    words: dict[str, str] = {}
    for each in asked:
        words.setdefault(comparable(each.question), each.question)
    often = Counter(comparable(each.question) for each in asked).most_common(WORDINGS)
    thought: Counter[Verdict] = Counter()
    for each in asked:
        thought.update(verdicts.get(each.answer_id, {}))
    return AskedOften(
        question=typical.question,
        language=typical.language,
        count=len(asked),
        wordings=tuple(words[each] for each, _ in often),
        verdicts=thought,
    )


def most_asked_as_json(group: AskedOften, snapshot: Snapshot) -> dict[str, Any]:
    """Return a group for a page to show, with what *snapshot* makes of its question."""
    base = snapshot.base
    language = base.language_of(group.language)
    result = result_of(find(snapshot, without_markers(group.question), language))
    return {
        "question": group.question,
        "language": language,
        "count": group.count,
        "wordings": list(group.wordings),
        "helpful": group.verdicts[Verdict.HELPFUL],
        "not_helpful": group.verdicts[Verdict.NOT_HELPFUL],
        "outcome": result.outcome,
        "passages": [passage_as_json(base.passages[each]) for each in result.passages],
        "area": next(
            (area.text_in(language).name for area in base.elsewhere if area.id == result.area), None
        ),
    }
