"""Whatever is refused, there is a sentence for it."""

from datetime import UTC, datetime

import pytest

from accounts import errors
from accounts.account import AccountStatus
from accounts.history import RequestStatus
from core.errors import DomainError, SeveralErrors, TooLong
from core.language import LANGUAGES, Language
from core.person import Person
from dialogs.refusals import sentence_for
from followup.errors import AccountLeft, RoundIsClosed, WrongDay
from knowledge.base import Base
from questions.errors import AlreadyAnswered, AlreadyHandled
from texts.catalogue import Texts

RUT = Person("rut", "Rut")
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TOLD_BY_THE_WORKSHOP = {"releases.release"}
"""Releases are made and read in the workshop alone; `texts/editor` has what its page says."""


def kinds() -> list[type[DomainError]]:
    every = DomainError.__subclasses__()
    return [kind for kind in every if kind.__module__ not in TOLD_BY_THE_WORKSHOP]


def every_refusal(base: Base) -> list[DomainError]:
    form = base.account_form
    assert form is not None
    plain = [kind() for kind in kinds() if kind.__init__ is DomainError.__init__]
    return [
        *plain,
        *(errors.NotNow(state) for state in (*RequestStatus, *AccountStatus)),
        *(errors.AlreadyDecided(state, RUT, AT) for state in RequestStatus),
        AlreadyAnswered(RUT, AT),
        AlreadyHandled(RUT, AT),
        errors.Incomplete(form.rules.steps[0].id),
        TooLong(4000),
        RoundIsClosed("Hösten"),
        AccountLeft("Badet"),
        WrongDay(AT.date(), AT.date()),
        SeveralErrors([TooLong(9), errors.NotAnAddress()]),
        errors.WrongHost(("facebook.com",)),
        errors.AddressTaken("Badet"),
        errors.NameApproved("sm-aaaaaaa2"),
        errors.NameTaken("konto-aaaaaaa2"),
        errors.ListRefused(9),
        errors.WrongFact("kontakt", "missing", 100),
        errors.TooManyDrafts(10),
        errors.SeveralPeople([RUT, RUT]),
        errors.NotDone(form.rules.checklist),
        errors.NotDone(form.rules.closing),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_is_told_in_words(language: Language, real_base: Base, texts: Texts) -> None:
    form = real_base.account_form
    assert form is not None
    refusals = every_refusal(real_base)
    sentences = [sentence_for(each, form, texts.in_language(language)) for each in refusals]

    assert {type(each) for each in refusals} == set(kinds())
    assert [said for said in sentences if "{" in said or len(said) < 10] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_of_a_question_needs_no_form(language: Language, texts: Texts) -> None:
    catalogue = texts.in_language(language)
    said = sentence_for(AlreadyAnswered(RUT, AT), None, catalogue)

    assert "Rut" in said
    assert catalogue.minute(AT) in said
