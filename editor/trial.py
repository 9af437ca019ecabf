"""One question put to a base, with everything that decided what it got."""

from dataclasses import dataclass

from editor.outcome import Result, result_of
from knowledge.passage import Area, Language, Passage
from knowledge.search.answers import ANSWER_AT, ELSEWHERE_AT, OURS_AT, Examined, examine
from knowledge.search.confidence import FEATURES
from knowledge.search.explaining import WordShare, phrasing_of, reasons
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from texts.catalogue import Catalogue

EXPLAINED = 5
"""How many of the ranked passages are explained word by word."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage in the ranking, and what speaks for it."""

    passage: Passage
    score: float
    coverage: float
    words: tuple[WordShare, ...]
    phrasing: str
    """The one of its phrasings that is nearest to the question."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the signs that the judge weighs, and which way it pushed."""

    name: str
    value: float
    push: float
    """Its part of the belief that the best passage is right, in log-odds."""


@dataclass(frozen=True, slots=True)
class Belief:
    """How likely something is held to be, and from where on it counts."""

    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What decided, where there were words to search for."""

    right: Belief
    ours: Belief
    lead: float
    """How far the best passage is ahead of the best area that isn't ours."""
    area: Area | None
    area_coverage: Belief
    signs: tuple[Sign, ...]
    constant: float
    """What the judge starts from before any sign, in log-odds."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A question and what came of it."""

    question: str
    language: Language
    searched_for: str
    result: Result
    ranking: tuple[Ranked, ...]
    weighed: Weighed | None

    @property
    def was_respelt(self) -> bool:
        return self.searched_for != self.question


def attempt(snapshot: Snapshot, question: str, locale: str | None) -> Trial:
    """Return what *snapshot* makes of *question*, as it would in Teams under *locale*."""
    language = snapshot.guesser.guess(question, locale)
    examined = examine(snapshot, question, language)
    return Trial(
        question=question,
        language=language,
        searched_for=examined.question,
        result=result_of(examined.finding),
        ranking=_ranking(snapshot, examined, language),
        weighed=_weighed(snapshot, examined, language),
    )


def _ranking(snapshot: Snapshot, examined: Examined, language: Language) -> tuple[Ranked, ...]:
    numbers = {passage.id: number for number, passage in enumerate(snapshot.passages)}
    ranking: list[Ranked] = []
    for match in examined.finding.matches[:EXPLAINED]:
        entry = numbers[match.passage.id]
        why = reasons(snapshot.indexes[language], examined.question, entry)
        coverage = float(examined.scores.coverage[entry]) if examined.scores else 0.0
        phrasing = phrasing_of(match.passage, language, why.phrasing)
        ranking.append(Ranked(match.passage, match.score, coverage, why.words, phrasing))
    return tuple(ranking)


def _weighed(snapshot: Snapshot, examined: Examined, language: Language) -> Weighed | None:
    scores, features = examined.scores, examined.features
    if scores is None or features is None:
        return None
    classifier = snapshot.classifiers[language]
    area, covered = None, 0.0
    if features.area is not None:
        area = snapshot.base.elsewhere[features.area]
        covered = float(scores.coverage[len(snapshot.passages) + features.area])
    pushes = classifier.right.weights * features.values
    return Weighed(
        right=Belief(classifier.right.probability(features.values), ANSWER_AT),
        ours=Belief(classifier.ours.probability(features.values), OURS_AT),
        lead=features.lead,
        area=area,
        area_coverage=Belief(covered, ELSEWHERE_AT),
        signs=tuple(map(Sign, FEATURES, features.values.tolist(), pushes.tolist())),
        constant=classifier.right.intercept,
    )


def why(trial: Trial, texts: Catalogue) -> list[str]:
    """Return in plain words why the question got what it got."""
    weighed = trial.weighed
    if weighed is None:
        return [texts.say("editor.why.empty")]
    facts = {"right": _percent(weighed.right.value), "limit": _percent(weighed.right.limit)}
    if trial.result.outcome is Outcome.ANSWER:
        return [texts.say("editor.why.answer", **facts)]
    area = weighed.area.text_in(texts.language).name if weighed.area else ""
    behind = weighed.lead <= 0 and weighed.area is not None
    said = [
        texts.say("editor.why.behind", area=area)
        if behind
        else texts.say("editor.why.unsure", **facts)
    ]
    ours = {"ours": _percent(weighed.ours.value), "limit": _percent(weighed.ours.limit)}
    if trial.result.outcome is Outcome.SUGGESTIONS:
        return [*said, texts.say("editor.why.ours", **ours)]
    said.append(texts.say("editor.why.not_ours", **ours))
    covered = {
        "area": area,
        "covered": _percent(weighed.area_coverage.value),
        "limit": _percent(weighed.area_coverage.limit),
    }
    if trial.result.shown:
        said.append(texts.say("editor.why.elsewhere", **covered))
    elif behind:
        said.append(texts.say("editor.why.elsewhere_weak", **covered))
    return said


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
