"""Try one question: what it gets, and why."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from editor.command import Command, heading, table, tell
from editor.explanation import DecisionBasis, ExplainedMatch, Explanation, explain, why
from knowledge.base import Base
from knowledge.live.acceptance import open_snapshot
from questions.asked import Outcome
from texts.catalogue import Catalogue

_WORDS = 6
_DECIMALS, _SIGNED = "0.00", "+0.00;-0.00"
"""As many as are told for each passage: the rest weigh next to nothing."""
_FEATURE_KEYS = (
    "score",
    "coverage",
    "rare_share",
    "margin",
    "lead",
    "lead_passage",
    "lead_elsewhere",
    "against_elsewhere",
    "all_known",
)
"""What the features are called in the texts, in the order of `FEATURES`."""


def explanation_lines(explanation: Explanation, base: Base, texts: Catalogue) -> Iterator[str]:
    """Yield the lines that tell an editor what happened."""
    language = texts.language_name(explanation.language)
    yield texts.say("editor.try.question", question=explanation.question, language=language)
    if explanation.was_respelt:
        yield texts.say("editor.try.respelt", question=explanation.searched_for)
    yield from _outcome(explanation, base, texts)
    yield from heading(texts.say("editor.try.why"), "table")
    yield from why(explanation, texts)
    if explanation.ranking:
        yield from heading(texts.say("editor.try.ranking"), "table")
        for place, ranked in enumerate(explanation.ranking, start=1):
            yield from _match(place, ranked, explanation, texts)
    if explanation.decision:
        yield from heading(texts.say("editor.try.signs"), "table")
        yield from _feature_table(explanation.decision, texts)


def _outcome(explanation: Explanation, base: Base, texts: Catalogue) -> Iterator[str]:
    yield texts.say(
        "editor.try.outcome", outcome=texts.say(f"editor.outcome.{explanation.result.outcome}")
    )
    if explanation.result.outcome is Outcome.NONE:
        for area in base.elsewhere:
            if area.id in explanation.result.shown:
                text = area.text_in(explanation.language)
                yield texts.say("editor.try.elsewhere", area=text.name, ask=text.ask)
        return
    for shown in explanation.result.shown:
        yield f"  {shown}: {base.passages[shown].text_in(explanation.language).title}"


def _match(
    place: int, ranked: ExplainedMatch, explanation: Explanation, texts: Catalogue
) -> Iterator[str]:
    title = ranked.passage.text_in(explanation.language).title
    yield f"{place}. {texts.number(ranked.score, _DECIMALS)}  {ranked.passage.id}: {title}"
    counted = ", ".join(
        f"{one.word}{'*' if one.from_glossary else ''} {texts.percent(one.share)}"
        for one in ranked.words[:_WORDS]
    )
    facts = {"coverage": texts.percent(ranked.coverage), "words": counted}
    yield "   " + texts.say("editor.try.words", **facts)
    yield "   " + texts.say("editor.try.phrasing", phrasing=ranked.phrasing)
    if any(one.from_glossary for one in ranked.words[:_WORDS]):
        yield "   " + texts.say("editor.try.glossary")


def _feature_table(decision: DecisionBasis, texts: Catalogue) -> list[str]:
    header = [texts.say(f"editor.try.{column}") for column in ("sign", "value", "push")]
    rows = [
        (
            texts.say(f"editor.sign.{key}"),
            texts.number(feature.value, _DECIMALS),
            texts.number(feature.push, _SIGNED),
        )
        for key, feature in zip(_FEATURE_KEYS, decision.features, strict=True)
    ]
    start = texts.say("editor.sign.constant")
    rows.append((start, "", texts.number(decision.constant, _SIGNED)))
    return table(header, rows, "table")


def explanation_as_json(explanation: Explanation, texts: Catalogue) -> dict[str, Any]:
    """Return the explanation as plain data, for other programs."""
    decision = explanation.decision
    return {
        "question": explanation.question,
        "language": explanation.language,
        "searched_for": explanation.searched_for,
        "outcome": explanation.result.outcome,
        "shown": list(explanation.result.shown),
        "why": why(explanation, texts),
        "passages": [
            {
                "id": ranked.passage.id,
                "topic": ranked.passage.topic,
                "score": round(ranked.score, 4),
                "coverage": round(ranked.coverage, 4),
                "phrasing": ranked.phrasing,
                "words": [
                    {
                        "word": one.word,
                        "share": round(one.share, 4),
                        "from_glossary": one.from_glossary,
                    }
                    for one in ranked.words
                ],
            }
            for ranked in explanation.ranking
        ],
        "weighed": _decision_as_json(decision) if decision else None,
    }


def _decision_as_json(decision: DecisionBasis) -> dict[str, Any]:
    return {
        "right": {"belief": round(decision.right.value, 4), "limit": decision.right.limit},
        "ours": {"belief": round(decision.ours.value, 4), "limit": decision.ours.limit},
        "area": decision.area.id if decision.area else None,
        "area_coverage": {
            "share": round(decision.area_coverage.value, 4),
            "limit": decision.area_coverage.limit,
        },
        "lead": round(decision.lead, 4),
        "signs": [
            {"name": feature.name, "value": round(feature.value, 4), "push": round(feature.push, 4)}
            for feature in decision.features
        ],
        "constant": round(decision.constant, 4),
    }


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("question", help=texts.say("editor.help.try_question"))
    parser.add_argument("--json", action="store_true", help=texts.say("editor.help.try_json"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    snapshot = open_snapshot(options.base, options.cache)
    explanation = explain(snapshot, options.question, options.lang)
    if options.json:
        told = explanation_as_json(explanation, texts)
        tell([json.dumps(told, ensure_ascii=False, indent=2)])
    else:
        tell(explanation_lines(explanation, snapshot.base, texts))
    return 0


COMMAND = Command(_run, _arguments)
