"""One question put to a base, with everything that decided what it got."""

from dataclasses import dataclass

from core.language import Language
from editor.queries import QueryResult, result_of
from knowledge.passage import Area, Passage
from knowledge.search.answers import ANSWER_AT, ELSEWHERE_AT, OURS_AT, Examined, examine
from knowledge.search.confidence import FEATURES
from knowledge.search.explaining import WordShare, phrasing_of, reasons
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from texts.catalogue import Catalogue

EXPLAINED = 5
"""How many of the ranked passages are explained word by word."""


@dataclass(frozen=True, slots=True)
class ExplainedMatch:
    """A passage in the ranking, and what speaks for it."""

    passage: Passage
    score: float
    coverage: float
    words: tuple[WordShare, ...]
    phrasing: str
    """The one of its phrasings that is nearest to the question."""


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """One of the features that the classifier weighs, and which way it pushed."""

    name: str
    value: float
    push: float
    """Its part of the log-odds that the best passage is right."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A probability, and the threshold from which it counts."""

    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class DecisionBasis:
    """What decided the outcome, where there were words to search for."""

    right: Likelihood
    ours: Likelihood
    lead: float
    """How far the best passage is ahead of the best area that isn't ours."""
    area: Area | None
    area_coverage: Likelihood
    features: tuple[FeatureWeight, ...]
    constant: float
    """The classifier's intercept, in log-odds."""


@dataclass(frozen=True, slots=True)
class Explanation:
    question: str
    language: Language
    searched_for: str
    result: QueryResult
    ranking: tuple[ExplainedMatch, ...]
    decision: DecisionBasis | None

    @property
    def was_respelt(self) -> bool:
        return self.searched_for != self.question


def explain(snapshot: Snapshot, question: str, locale: str | None) -> Explanation:
    """Return what *snapshot* makes of *question*, as it would in Teams under *locale*."""
    language = snapshot.guesser.guess(question, locale)
    examined = examine(snapshot, question, language)
    return Explanation(
        question=question,
        language=language,
        searched_for=examined.question,
        result=result_of(examined.finding),
        ranking=_ranking(snapshot, examined, language),
        decision=_decision(snapshot, examined, language),
    )


def _ranking(
    snapshot: Snapshot, examined: Examined, language: Language
) -> tuple[ExplainedMatch, ...]:
    numbers = {passage.id: number for number, passage in enumerate(snapshot.passages)}
    ranking: list[ExplainedMatch] = []
    for match in examined.finding.matches[:EXPLAINED]:
        entry = numbers[match.passage.id]
        why = reasons(snapshot.indexes[language], examined.question, entry)
        coverage = float(examined.scores.coverage[entry]) if examined.scores else 0.0
        phrasing = phrasing_of(snapshot.base, match.passage, language, why.phrasing)
        ranking.append(ExplainedMatch(match.passage, match.score, coverage, why.words, phrasing))
    return tuple(ranking)


def _decision(snapshot: Snapshot, examined: Examined, language: Language) -> DecisionBasis | None:
    scores, features = examined.scores, examined.features
    if scores is None or features is None:
        return None
    classifier = snapshot.classifiers[language]
    area, covered = None, 0.0
    if features.area is not None:
        area = snapshot.base.elsewhere[features.area]
        covered = float(scores.coverage[len(snapshot.passages) + features.area])
    pushes = classifier.right.weights * features.values
    return DecisionBasis(
        right=Likelihood(classifier.right.probability(features.values), ANSWER_AT),
        ours=Likelihood(classifier.ours.probability(features.values), OURS_AT),
        lead=features.lead,
        area=area,
        area_coverage=Likelihood(covered, ELSEWHERE_AT),
        features=tuple(map(FeatureWeight, FEATURES, features.values.tolist(), pushes.tolist())),
        constant=classifier.right.intercept,
    )


def why(explanation: Explanation, texts: Catalogue) -> list[str]:
    """Return in plain words why the question got what it got."""
    decision = explanation.decision
    if decision is None:
        return [texts.say("editor.why.empty")]
    facts = {
        "right": texts.percent(decision.right.value),
        "limit": texts.percent(decision.right.limit),
    }
    if explanation.result.outcome is Outcome.ANSWER:
        return [texts.say("editor.why.answer", **facts)]
    area = decision.area.text_in(texts.language).name if decision.area else ""
    behind = decision.lead <= 0 and decision.area is not None
    said = [
        texts.say("editor.why.behind", area=area)
        if behind
        else texts.say("editor.why.unsure", **facts)
    ]
    ours = {"ours": texts.percent(decision.ours.value), "limit": texts.percent(decision.ours.limit)}
    if explanation.result.outcome is Outcome.SUGGESTIONS:
        if decision.right.value >= decision.right.limit:
            return [texts.say("editor.why.nearest", **facts | ours)]
        return [*said, texts.say("editor.why.ours", **ours)]
    said.append(texts.say("editor.why.not_ours", **ours))
    covered = {
        "area": area,
        "covered": texts.percent(decision.area_coverage.value),
        "limit": texts.percent(decision.area_coverage.limit),
    }
    if explanation.result.shown:
        said.append(texts.say("editor.why.elsewhere", **covered))
    elif behind:
        said.append(texts.say("editor.why.elsewhere_weak", **covered))
    return said
