"""What else changes when one phrasing is added: outcomes outside the edited topic."""

import random
import statistics
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

from bench.questions import SEED, Question, misspelt
from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.search.answers import Answer, Finding, Suggestions, find
from knowledge.search.build import build_language
from knowledge.search.language import LanguageGuesser
from knowledge.search.snapshot import Snapshot
from knowledge.search.talk_training import talk_index_of

WORKERS = 2
GREETING = {"sv": "Hej! {} Tack på förhand", "en": "Hi! {} Thanks in advance"}


@dataclass(frozen=True, slots=True)
class PhrasingEdit:
    """A phrasing of the base: its addition is seen by taking it away."""

    passage: str
    language: Language
    number: int


def table(snapshot: Snapshot, questions: Sequence[Question], edits: int) -> list[str]:
    """Return how many outcomes outside the edited topic each of so many edits changes."""
    began = time.monotonic()
    asked = _asked(questions)
    chosen = _edits(snapshot.base, edits)
    before: dict[Language, list[tuple[str, ...]]] = {}
    for language in LANGUAGES:
        before[language] = _outcomes(snapshot, asked[language])
    with ProcessPoolExecutor(WORKERS) as pool:
        changed = list(pool.map(partial(_changed, snapshot.base, asked, before), chosen))
    total = sum(map(len, asked.values()))
    shares = {times: changed.count(times) for times in sorted(set(changed))}
    return [
        f"stability: {edits} edits of one phrasing, {total} outcomes each, "
        f"{time.monotonic() - began:.0f} s",
        f"outside the edited topic change: median {statistics.median(changed):g}, "
        f"mean {statistics.mean(changed):.2f}, most {max(changed)}",
        "changed: edits  " + "  ".join(f"{times}: {count}" for times, count in shares.items()),
    ]


def _edits(base: Base, number: int) -> list[PhrasingEdit]:
    chance = random.Random(SEED)
    every = [
        PhrasingEdit(passage.id, language, place)
        for passage in base.passages.values()
        for language in LANGUAGES
        for place in range(1, len(passage.text_in(language).asked_as))
    ]
    return chance.sample(every, number)


def _asked(questions: Sequence[Question]) -> dict[Language, list[Question]]:
    """Return by language what is asked: each question as it is, misspelt, and in a greeting."""
    greeted = [replace(each, text=GREETING[each.language].format(each.text)) for each in questions]
    every = [*questions, *map(misspelt, questions), *greeted]
    return {
        language: [question for question in every if question.language == language]
        for language in LANGUAGES
    }


def _changed(
    base: Base,
    asked: Mapping[Language, Sequence[Question]],
    before: Mapping[Language, Sequence[tuple[str, ...]]],
    edit: PhrasingEdit,
) -> int:
    language, topic = edit.language, base.passages[edit.passage].topic
    after = _outcomes(_before(base, edit), asked[language])
    return sum(
        one != other
        for question, one, other in zip(asked[language], before[language], after, strict=True)
        if topic not in question.topics
    )


def _before(base: Base, edit: PhrasingEdit) -> Snapshot:
    """Return the snapshot of *base* before *edit*, in the language of *edit* alone."""
    passage = base.passages[edit.passage]
    phrasings = list(passage.text_in(edit.language).asked_as)
    del phrasings[edit.number]
    text = replace(passage.text_in(edit.language), asked_as=tuple(phrasings))
    earlier: Passage = (
        replace(passage, sv=text) if edit.language == "sv" else replace(passage, en=text)
    )
    whole = replace(base, passages={**base.passages, passage.id: earlier})
    index, classifier, speller = build_language(whole, edit.language)
    talk = talk_index_of(replace(whole, talk=()))
    return Snapshot(
        LanguageGuesser({}, {}),
        {edit.language: index},
        {edit.language: classifier},
        {edit.language: speller},
        talk,
        base=whole,
        passages=tuple(whole.passages.values()),
    )


def _outcomes(snapshot: Snapshot, questions: Sequence[Question]) -> list[tuple[str, ...]]:
    return [_shown(find(snapshot, each.text, each.language)) for each in questions]


def _shown(finding: Finding) -> tuple[str, ...]:
    """Return the outcome: an answer or the nearest text, and which; a choice; or nothing."""
    if isinstance(finding, Answer):
        return ("answer", finding.passage.id)
    if isinstance(finding, Suggestions):
        return ("nearest", finding.matches[0].passage.id) if finding.likely else ("choice",)
    return ("nothing",)
