"""How right the answers are on the real base, beside other lexical search engines, in one run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from bench.peers import PEERS, Ranker
from bench.questions import Question, RiskyQuestion, misspelt, test_questions
from core.language import Language
from knowledge.search.answers import Answer, Finding, Suggestions, find
from knowledge.search.batch import BatchFinder
from knowledge.search.snapshot import Snapshot


@dataclass(slots=True)
class Score:
    """What came of one language's questions."""

    asked: int = 0
    first: int = 0
    among_three: int = 0
    answered: int = 0
    answered_right: int = 0
    suggested: int = 0
    foreign: int = 0
    foreign_answered: int = 0
    foreign_suggested: int = 0

    def add(self, question: Question, finding: Finding) -> None:
        if not question.topics:
            self.foreign += 1
            self.foreign_answered += isinstance(finding, Answer)
            self.foreign_suggested += isinstance(finding, Suggestions)
            return
        ranked = list(dict.fromkeys(match.passage.topic for match in finding.matches))
        right = bool(ranked) and ranked[0] in question.topics
        self.asked += 1
        self.first += right
        self.among_three += any(topic in question.topics for topic in ranked[:3])
        self.answered += isinstance(finding, Answer)
        self.answered_right += isinstance(finding, Answer) and right
        self.suggested += isinstance(finding, Suggestions)


def score(snapshot: Snapshot, questions: Iterable[Question]) -> dict[Language, Score]:
    """Return what the bot makes of *questions* in the base's languages, told only as a locale."""
    scores = {language: Score() for language in snapshot.base.languages}
    ours = [question for question in questions if question.language in scores]
    asked = [(each.text, snapshot.guesser.guess(each.text, each.language)) for each in ours]
    for question, finding in zip(ours, BatchFinder(snapshot).find(asked), strict=True):
        scores[question.language].add(question, finding)
    return scores


def outcomes(snapshot: Snapshot, name: str, questions: Sequence[Question]) -> list[str]:
    """Return what the bot makes of *questions*, as asked and misspelt."""
    lines = [
        f"{name:<22}{'n':>5}{'right@1':>9}{'@3':>7}{'answered':>10}{'of them right':>15}"
        f"{'suggested':>11}{'refused':>9}{'out: answered':>15}{'suggested':>11}{'refused':>9}"
    ]
    misspelt_questions = [misspelt(question) for question in questions]
    for how, asked in (("as asked", questions), ("misspelt", misspelt_questions)):
        for language, result in score(snapshot, asked).items():
            lines.append(_row(f"{language}, {how}", result))
    return lines


def passages(snapshot: Snapshot) -> list[str]:
    """Return how often the right passage itself is found, by the base's own test questions."""
    lines = [
        f"{'passage: own test questions':<30}{'n':>5}{'right@1':>9}{'@3':>7}{'topic@1':>9}"
        f"{'answered':>10}{'passage right':>15}{'topic right':>13}"
    ]
    for language in snapshot.base.languages:
        asked = [each for each in test_questions(snapshot.base) if each.language == language]
        findings = BatchFinder(snapshot).find([(each.text, language) for each in asked])
        found = [*zip(asked, findings, strict=True)]
        ids = [(each.passage, [match.passage.id for match in got.matches]) for each, got in found]
        answered = [(each, got.passage) for each, got in found if isinstance(got, Answer)]
        shares = (
            _share(right in ranked[:1] for right, ranked in ids),
            _share(right in ranked[:3] for right, ranked in ids),
            _share(
                bool(got.matches) and got.matches[0].passage.topic in each.topics
                for each, got in found
            ),
            len(answered) / (len(found) or 1),
            _share(each.passage == shown.id for each, shown in answered),
            _share(shown.topic in each.topics for each, shown in answered),
        )
        cells = zip(shares, (9, 7, 9, 10, 15, 13), strict=True)
        lines.append(
            f"{language:<30}{len(found):>5}" + "".join(f"{share:>{n}.3f}" for share, n in cells)
        )
    return lines


def _share(truths: Iterable[bool]) -> float:
    every = list(truths)
    return sum(every) / (len(every) or 1)


def harmful(snapshot: Snapshot, questions: Sequence[RiskyQuestion]) -> dict[str, str]:
    """Return by question what must not be shown and is, outright or as the nearest."""
    shown: dict[str, str] = {}
    asked = [(each.text, each.language) for each in questions]
    for question, finding in zip(questions, BatchFinder(snapshot).find(asked), strict=True):
        if isinstance(finding, Answer) or (isinstance(finding, Suggestions) and finding.likely):
            passage = finding.matches[0].passage.id
            if not passage.startswith(question.may):
                shown[question.text] = passage
    return shown


def ranking(snapshot: Snapshot, questions: Sequence[Question]) -> list[str]:
    """Return how well we rank the topics, beside the peers over the same texts."""
    how = [f"{language}{sign}" for sign in ("", " ~") for language in snapshot.base.languages]
    titles = "".join(f"{f'{each} @1':>8}{'@3':>7}" for each in how)
    lines = [f"{'ranking alone (~ misspelt)':<30}{titles}"]
    misspelt_questions = [misspelt(question) for question in questions]
    for name, rank in _rankers_of_base(snapshot).items():
        cells = [
            f"{hits[0]:>8.3f}{hits[1]:>7.3f}"
            for asked in (questions, misspelt_questions)
            for hits in _hits_on_topics(snapshot, rank, asked)
        ]
        lines.append(f"{name:<30}{''.join(cells)}")
    return lines


def _row(name: str, result: Score) -> str:
    asked, foreign = result.asked or 1, result.foreign or 1
    refused = result.asked - result.answered - result.suggested
    foreign_refused = result.foreign - result.foreign_answered - result.foreign_suggested
    return (
        f"{name:<22}{result.asked:>5}{result.first / asked:>9.3f}"
        f"{result.among_three / asked:>7.3f}{result.answered / asked:>10.3f}"
        f"{result.answered_right / (result.answered or 1):>15.3f}{result.suggested / asked:>11.3f}"
        f"{refused / asked:>9.3f}{result.foreign_answered / foreign:>15.3f}"
        f"{result.foreign_suggested / foreign:>11.3f}{foreign_refused / foreign:>9.3f}"
    )


RankTopics = Callable[[Question], Sequence[str]]


def _rankers_of_base(snapshot: Snapshot) -> dict[str, RankTopics]:
    """Return what ranks the base's topics: ourselves, and each peer over the same texts."""

    def ours(question: Question) -> Sequence[str]:
        found = find(snapshot, question.text, question.language)
        return [match.passage.topic for match in found.matches]

    rankers: dict[str, RankTopics] = {"Rutinboten": ours}
    topics = [passage.topic for passage in snapshot.passages]
    for name, build in PEERS.items():
        built: dict[Language, Ranker] = {
            language: build(_whole_texts(snapshot, language), language)
            for language in snapshot.base.languages
        }

        def rank(question: Question, built: dict[Language, Ranker] = built) -> Sequence[str]:
            return [topics[number] for number in built[question.language](question.text, 40)]

        rankers[name] = rank
    return rankers


def _whole_texts(snapshot: Snapshot, language: Language) -> list[str]:
    wholes: list[str] = []
    for passage in snapshot.passages:
        text, asked = passage.text_in(language), snapshot.base.asked_as(passage, language)
        wholes.append(" ".join((text.title, *chain.from_iterable(asked), text.text)))
    return wholes


def _hits_on_topics(
    snapshot: Snapshot, rank: RankTopics, questions: Sequence[Question]
) -> list[tuple[float, float]]:
    hits: list[tuple[float, float]] = []
    for language in snapshot.base.languages:
        places: list[int] = []
        for question in questions:
            if question.topics and question.language == language:
                distinct = list(dict.fromkeys(rank(question)))
                right = [n for n, topic in enumerate(distinct) if topic in question.topics]
                places.append(right[0] if right else len(snapshot.passages))
        found = np.array(places or [99])
        hits.append((float((found < 1).mean()), float((found < 3).mean())))
    return hits
