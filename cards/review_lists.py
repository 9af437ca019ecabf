"""What reviewers find their cases in: lists, a search, and how it is going."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account, AccountStatus
from accounts.form import UNIT
from accounts.listing_service import Listing, ReviewStatistics
from accounts.request import AccountRequest
from cards import elements
from cards.account_actions import OpenCase
from cards.case_parts import SHOWN, more_button, title_of
from cards.elements import Card
from cards.fields import choice_field, text_field
from cards.review_actions import ListCases, OpenReview, ShowStatistics
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue


def queue_card(
    waiting: Sequence[AccountRequest | Account],
    form: AccountForm,
    texts: Catalogue,
    *,
    skip: int = 0,
) -> Card:
    """Return the list of what waits for a decision: requests, and what is new of accounts."""
    title = texts.say("review.queue")
    rows = [_waiting_row(case, form, texts) for case in waiting[skip : skip + SHOWN]]
    explain = texts.say("review.some" if rows else "review.none", count=len(waiting))
    body: list[CardElement] = [elements.heading(title), elements.paragraph(explain), *rows]
    again = elements.execute(texts.say("review.look_again"), OpenReview(language=texts.language))
    following = OpenReview(language=texts.language, skip=skip + SHOWN)
    actions = [*more_button(len(waiting), following, texts), again, *_ways(texts)]
    return elements.card(body, actions, summary=title)


def list_card(
    cases: Sequence[AccountRequest | Account],
    title: str,
    form: AccountForm,
    texts: Catalogue,
) -> Card:
    """Return a list of cases, or what a search has found."""
    explain = texts.say("review.listed" if cases else "review.none_listed", count=len(cases))
    rows = [_row(each, form, texts) for each in cases[:SHOWN]]
    more = [elements.fine_print(texts.say("review.first", count=SHOWN))]
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(explain),
        *rows,
        *(more if len(cases) > SHOWN else ()),
    ]
    return elements.card(body, _ways(texts), summary=title)


def statistics_card(found: ReviewStatistics, form: AccountForm, texts: Catalogue) -> Card:
    """Return how the reviewing has gone."""
    title = texts.say("review.statistics")
    days = texts.say("review.median_none")
    if found.median_days is not None:
        days = texts.say("review.median_days", count=round(found.median_days, 1))
    outcomes = [
        (texts.say(f"status.{kind}"), texts.number(count)) for kind, count in found.outcomes.items()
    ]
    units = [
        (form.answer_text(UNIT, unit, texts.language), texts.number(count))
        for unit, count in sorted(found.by_unit.items(), key=lambda pair: -pair[1])[:SHOWN]
    ]
    body: list[CardElement] = [elements.heading(title), elements.paragraph(days)]
    if outcomes:
        body.append(elements.facts(outcomes))
    if units:
        body += [elements.subheading(texts.say("review.per_unit")), elements.facts(units)]
    return elements.card(body, _ways(texts), summary=title)


def _row(case: AccountRequest | Account, form: AccountForm, texts: Catalogue) -> CardElement:
    title = title_of(case, form, texts)
    if isinstance(case, Account):
        press = OpenCase(language=texts.language, case=case.id)
        unit = form.answer_text(UNIT, case.unit, texts.language)
        standing = texts.say(f"standing.{case.standing}")
        return elements.row(title, press, detail=f"{standing} · {case.responsible.name}, {unit}")
    opened = OpenReview(language=texts.language, case=case.id)
    status = texts.say(f"status.{case.status}")
    return elements.row(title, opened, detail=f"{status} · {_wait(case, form, texts)}")


def _waiting_row(
    case: AccountRequest | Account, form: AccountForm, texts: Catalogue
) -> CardElement:
    if isinstance(case, Account):
        press, what = OpenCase(language=texts.language, case=case.id), _to_judge(case)
        detail = texts.say(what, at=case.changed_at)
        return elements.row(title_of(case, form, texts), press, detail=detail)
    press = OpenReview(language=texts.language, case=case.id)
    return elements.row(title_of(case, form, texts), press, detail=_wait(case, form, texts))


def _to_judge(account: Account) -> str:
    is_new = account.standing is AccountStatus.AWAITING
    return "review.address_waits" if is_new else "review.facts_wait"


def _ways(texts: Catalogue) -> list[CardAction]:
    """Return the ways to the other lists and to the search."""
    lists = {each.value: texts.say(f"listing.{each}") for each in Listing}
    fields: list[CardElement] = [
        choice_field("said.which", texts.say("review.which"), lists),
        text_field("said.words", texts.say("review.find_words"), longest=100, multiline=False),
    ]
    find = elements.execute(texts.say("review.find"), ListCases(language=texts.language))
    count = elements.execute(
        texts.say("review.statistics"), ShowStatistics(language=texts.language)
    )
    return [elements.opening(texts.say("review.others"), "review.others", fields, find), count]


def _wait(request: AccountRequest, form: AccountForm, texts: Catalogue) -> str:
    since = request.received_at
    unit = form.unit_text(request.answers, texts.language)
    return texts.say("review.since", at=since, name=request.requester.name, unit=unit)
