"""The kept card of a step, filled in, equals the one that would have been drawn."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from accounts.form import SUMMARY, StepCheck
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from accounts.values import FieldKind
from accounts.walk import Walk
from cards.step_templates import kept_step_card
from cards.templates import Templates
from cards.walk import step_card
from knowledge.account_form import AccountForm
from knowledge.base import Base
from tests.cards.cases import full_request, plain_request
from texts.catalogue import Texts

ODD = 'Ett "svar" \ue000answer.namn sm-aaaaaaaa & <b>'
"""What an answer may hold that a careless filling in would trip over."""

PICKED = "Ada Ek <5f2b7c1e-3f0a-4d43-9d0c-1f6f0f0b7a10>"


def requests(form: AccountForm) -> Iterator[AccountRequest]:
    """Yield requests as they may stand when somebody comes to a step."""
    plain = plain_request(form)
    yield plain
    yield replace(plain, answers={}, history=())
    yield replace(plain, answers=dict(list(plain.answers.items())[::2]))
    yield replace(plain, id="sm-zzzzzzzz", version=12, answers=dict.fromkeys(plain.answers, ODD))
    people = [each.id for each in form.rules.fields() if each.kind is FieldKind.PERSON]
    yield replace(plain, answers={**plain.answers, **dict.fromkeys(people, PICKED)})
    full = full_request(form)
    yield replace(plain, answers={}, decision=full.decision)
    yield replace(plain, reasons=full.reasons)
    yield full


def walks(form: AccountForm) -> Iterator[Walk]:
    """Yield every step of each, in each way that its card may differ."""
    for request, step in product(requests(form), form.rules.steps):
        draft = replace(request, step=step.id, status=RequestStatus.DRAFT)
        view = form.rules.applying(draft.answers)
        check = form.rules.check(step, view, draft.reasons)
        walk = Walk(draft, view, check, following=form.rules.steps[-1].id)
        yield walk
        yield replace(walk, tried=True)
        yield replace(walk, advice=form.rules.requirements[:1])
        yield replace(walk, remembered=frozenset(field.id for field in step.fields))
        yield replace(walk, request=replace(draft, status=RequestStatus.RETURNED))
        yield replace(walk, following=SUMMARY)
        yield replace(walk, following=SUMMARY, request=replace(draft, reached_summary=True))
        for requirement in (each for each in form.rules.requirements if each.step == step.id):
            yield replace(walk, check=StepCheck(unmet=(requirement,)))


def test_a_kept_card_is_the_card_of_that_step_of_that_request(base: Base, texts: Texts) -> None:
    form, templates = base.account_form, Templates()
    assert form is not None
    for walk, language in product(walks(form), base.languages):
        said = texts.in_language(language)

        kept = kept_step_card(walk, base, form, said, templates=templates)

        assert kept == step_card(walk, base, form, said)


def test_other_words_in_the_base_are_on_the_card_at_once(base: Base, texts: Texts) -> None:
    form, templates, said = base.account_form, Templates(), texts.in_language("sv")
    assert form is not None
    walk = next(walks(form))
    kept_step_card(walk, base, form, said, templates=templates)
    words = replace(form.steps[walk.request.step].sv, title="En ny rubrik")
    steps = {**form.steps, walk.request.step: replace(form.steps[walk.request.step], sv=words)}

    edited = replace(form, steps=steps)
    kept = kept_step_card(walk, replace(base, hash="other"), edited, said, templates=templates)

    assert "En ny rubrik" in str(kept)


def test_cards_are_kept_without_what_was_answered(base: Base, texts: Texts) -> None:
    form, templates = base.account_form, Templates()
    assert form is not None
    for walk in walks(form):
        kept_step_card(walk, base, form, texts.in_language("sv"), templates=templates)

    kept = str(vars(templates))

    assert "Input.Text" in kept
    assert 'Ett \\\\"svar' not in kept
