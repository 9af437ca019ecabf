"""A comparison as the page shows it: what would change, and for which questions of the base."""

from collections.abc import Iterable
from typing import Any

from core.language import Language
from editor.comparison import ComparedQuery, Comparison
from editor.queries import QueryKind, QueryResult
from knowledge.base import Base

NEW = "new"


def comparison_as_json(comparison: Comparison, before: Base, after: Base) -> dict[str, Any]:
    """Return the questions that change, how many do not, and what all that is named is called."""
    standing = [one for one in comparison.compared if not one.is_gone]
    changes = [(kind, one) for one in standing if (kind := kind_of(one)) is not None]
    return {
        "changes": [_change(kind, one) for kind, one in changes],
        "unchanged": len(standing) - len(changes),
        "removed": len(comparison.compared) - len(standing),
        "lost": comparison.lost,
        "titles": _titles((one for _, one in changes), before, after),
        "areas": _areas(before, after),
    }


def kind_of(compared: ComparedQuery) -> str | None:
    """Return under which heading the question is shown; None where nothing has changed."""
    return NEW if compared.is_new else compared.change


def _change(kind: str, compared: ComparedQuery) -> dict[str, Any]:
    question = compared.question
    return {
        "kind": kind,
        "question": {
            "language": question.language,
            "text": question.text,
            "passage": question.passage,
            "is_test": question.kind is QueryKind.GOLDEN,
        },
        "before": None if compared.is_new else _reply(compared.before),
        "after": _reply(compared.after),
    }


def _reply(result: QueryResult) -> dict[str, Any]:
    return {"outcome": result.outcome, "passages": result.passages, "area": result.area}


def _titles(
    changes: Iterable[ComparedQuery], before: Base, after: Base
) -> dict[str, dict[Language, str]]:
    named = {
        name
        for one in changes
        for name in (one.question.passage, *one.before.passages, *one.after.passages)
    }
    passages = {**before.passages, **after.passages}
    return {
        name: {
            language: passages[name].text_in(language).title
            for language in passages[name].given_in()
        }
        for name in passages
        if name in named
    }


def _areas(before: Base, after: Base) -> dict[str, dict[Language, str]]:
    return {
        area.id: {language: area.text_in(language).name for language in area.given_in()}
        for base in (before, after)
        for area in base.elsewhere
    }
