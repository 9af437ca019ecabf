"""Try one question: what it gets, and why."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from editor.command import Command
from editor.tables import heading, table
from editor.trial import Ranked, Trial, Weighed, attempt, why
from knowledge.base import Base
from knowledge.live.acceptance import open_snapshot
from questions.asked import Outcome
from texts.catalogue import Catalogue

_WORDS = 6
"""As many as are told for each passage: the rest weigh next to nothing."""
_SIGN_KEYS = ("score", "coverage", "margin", "lead", "lead_elsewhere", "margin_elsewhere", "length")
"""What the signs are called in the texts, in the order of `FEATURES`."""


def in_words(trial: Trial, base: Base, texts: Catalogue) -> Iterator[str]:
    """Yield the lines that tell an editor what happened."""
    language = texts.say(f"editor.language.{trial.language}")
    yield texts.say("editor.try.question", question=trial.question, language=language)
    if trial.was_respelt:
        yield texts.say("editor.try.respelt", question=trial.searched_for)
    yield from _outcome(trial, base, texts)
    yield from heading(texts.say("editor.try.why"), "table")
    yield from why(trial, texts)
    if trial.ranking:
        yield from heading(texts.say("editor.try.ranking"), "table")
        for place, ranked in enumerate(trial.ranking, start=1):
            yield from _ranked(place, ranked, trial, texts)
    if trial.weighed:
        yield from heading(texts.say("editor.try.signs"), "table")
        yield from _signs(trial.weighed, texts)


def _outcome(trial: Trial, base: Base, texts: Catalogue) -> Iterator[str]:
    yield texts.say(
        "editor.try.outcome", outcome=texts.say(f"editor.outcome.{trial.result.outcome}")
    )
    if trial.result.outcome is Outcome.NONE:
        for area in base.elsewhere:
            if area.id in trial.result.shown:
                text = area.text_in(trial.language)
                yield texts.say("editor.try.elsewhere", area=text.name, ask=text.ask)
        return
    for shown in trial.result.shown:
        yield f"  {shown}: {base.passages[shown].text_in(trial.language).title}"


def _ranked(place: int, ranked: Ranked, trial: Trial, texts: Catalogue) -> Iterator[str]:
    title = ranked.passage.text_in(trial.language).title
    yield f"{place}. {texts_number(ranked.score, texts)}  {ranked.passage.id}: {title}"
    counted = ", ".join(
        f"{one.word}{'*' if one.from_glossary else ''} {one.share:.0%}".replace("%", " %")
        for one in ranked.words[:_WORDS]
    )
    yield "   " + texts.say(
        "editor.try.words", coverage=f"{ranked.coverage:.0%}".replace("%", " %"), words=counted
    )
    yield "   " + texts.say("editor.try.phrasing", phrasing=ranked.phrasing)
    if any(one.from_glossary for one in ranked.words[:_WORDS]):
        yield "   " + texts.say("editor.try.glossary")


def _signs(weighed: Weighed, texts: Catalogue) -> list[str]:
    header = [texts.say(f"editor.try.{column}") for column in ("sign", "value", "push")]
    rows = [
        (
            texts.say(f"editor.sign.{key}"),
            texts_number(sign.value, texts),
            texts_number(sign.push, texts, signed=True),
        )
        for key, sign in zip(_SIGN_KEYS, weighed.signs, strict=True)
    ]
    start = texts.say("editor.sign.constant")
    rows.append((start, "", texts_number(weighed.constant, texts, signed=True)))
    return table(header, rows, "table")


def texts_number(number: float, texts: Catalogue, *, signed: bool = False) -> str:
    """Return *number* with two decimals, as the language writes them."""
    written = f"{number:+.2f}" if signed else f"{number:.2f}"
    return written.replace(".", texts.say("editor.decimal_mark"))


def as_json(trial: Trial, texts: Catalogue) -> dict[str, Any]:
    """Return the trial as plain data, for other programs."""
    weighed = trial.weighed
    return {
        "question": trial.question,
        "language": trial.language,
        "searched_for": trial.searched_for,
        "outcome": trial.result.outcome,
        "shown": list(trial.result.shown),
        "why": why(trial, texts),
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
            for ranked in trial.ranking
        ],
        "weighed": _weighed_as_json(weighed) if weighed else None,
    }


def _weighed_as_json(weighed: Weighed) -> dict[str, Any]:
    return {
        "right": {"belief": round(weighed.right.value, 4), "limit": weighed.right.limit},
        "ours": {"belief": round(weighed.ours.value, 4), "limit": weighed.ours.limit},
        "area": weighed.area.id if weighed.area else None,
        "area_coverage": {
            "share": round(weighed.area_coverage.value, 4),
            "limit": weighed.area_coverage.limit,
        },
        "lead": round(weighed.lead, 4),
        "signs": [
            {"name": sign.name, "value": round(sign.value, 4), "push": round(sign.push, 4)}
            for sign in weighed.signs
        ],
        "constant": round(weighed.constant, 4),
    }


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("question", help=texts.say("editor.help.try_question"))
    parser.add_argument("--json", action="store_true", help=texts.say("editor.help.try_json"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    snapshot = open_snapshot(options.base, options.cache)
    trial = attempt(snapshot, options.question, options.lang)
    if options.json:
        sys.stdout.write(json.dumps(as_json(trial, texts), ensure_ascii=False, indent=2) + "\n")
        return 0
    for line in in_words(trial, snapshot.base, texts):
        sys.stdout.write(f"{line}\n")
    return 0


COMMAND = Command("try", _run, _arguments)
