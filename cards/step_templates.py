"""The cards of steps, drawn once for all who come to one in the same way: only answers differ."""

from collections.abc import Hashable
from dataclasses import replace

import orjson

from accounts.form import SUMMARY, Severity, Step
from accounts.history import RequestStatus
from accounts.values import FieldKind
from accounts.walk import Walk
from cards.elements import Card
from cards.templates import Templates, placeholder
from cards.walk import step_card
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue

_CASE, _SEEN = "sm-aaaaaaaa", 9_999_999
"""Stand for a request until a card is drawn: a button takes no placeholder for either."""


def kept_step_card(
    walk: Walk, base: Base, form: AccountForm, texts: Catalogue, *, templates: Templates
) -> Card:
    """Return what `step_card` would; drawing one costs a quarter of a step's CPU."""
    request = walk.request
    step = form.rules.steps[form.rules.place_of(request.step)]
    if _tells_more(walk, step):
        return step_card(walk, base, form, texts)
    ids = [field.id for field in step.fields if field.id in request.answers]
    values = {f"answer.{each}": request.answers[each] for each in ids}

    def draw() -> bytes:
        answers = {each: placeholder(f"answer.{each}") for each in ids}
        blank = replace(request, id=_CASE, version=_SEEN, answers=answers)
        drawn = orjson.dumps(step_card(replace(walk, request=blank), base, form, texts))
        drawn = drawn.replace(orjson.dumps(_CASE), orjson.dumps(placeholder("case")))
        return drawn.replace(b'"seen":%d' % _SEEN, b'"seen":' + orjson.dumps(placeholder("seen")))

    key = (base.hash, texts.language, step.id, *ids, *_shape(walk, step, form))
    return templates.filled(key, draw, values | {"case": request.id, "seen": request.version})


def _tells_more(walk: Walk, step: Step) -> bool:
    """Whether the card tells something of this request beside the answers, or names people."""
    answers = walk.request.answers
    return bool(
        walk.tried
        or walk.advice
        or walk.remembered
        or step.id in walk.request.remarks
        or any(each.demand is Severity.REASON for each in walk.check.unmet)
        or any(each.kind is FieldKind.PERSON and each.id in answers for each in step.fields)
    )


def _shape(walk: Walk, step: Step, form: AccountForm) -> tuple[Hashable, ...]:
    """Return what else tells one card of a step from another."""
    return (
        tuple(field.id for field in form.rules.asked(step, walk.view)),
        tuple(each.id for each in walk.check.unmet),
        walk.request.status is RequestStatus.DRAFT,
        walk.request.has_reached_summary,
        walk.following == SUMMARY,
    )
