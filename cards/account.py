"""The cards of an account in the register: how it stands, correcting it, and handing it over."""

from collections.abc import Mapping

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, Choice, ChoiceSetInput

from accounts.account import Account, AccountStatus
from accounts.form import CONTACT, NAME, OTHER, PURPOSE, UNIT
from cards import elements
from cards.account_actions import seen_case
from cards.case_parts import copy_button, explained, history, lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import boxes, text_field
from cards.markup import listed
from cards.people import person_fields, person_name
from cards.register_actions import (
    Close,
    Correct,
    JudgeFacts,
    Offer,
    Pause,
    Reopen,
    Resume,
    TakeOver,
    WithdrawOffer,
)
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

LONGEST_ADDRESS_SHOWN = 250
FIELD_OF_FACT: Mapping[str, str] = {
    "name": NAME,
    "unit": UNIT,
    "contact": CONTACT,
    "purpose": PURPOSE,
}
"""The form's field behind each fact."""


def account_card(
    account: Account,
    form: AccountForm,
    texts: Catalogue,
    *,
    may_judge: bool = False,
    lead: str | None = None,
) -> Card:
    """Return an account with what its people can do, and reviewers who *may_judge* it."""
    title = title_of(account, form, texts)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        *_to_review(account, form, texts),
        elements.facts(_facts(account, form, texts)),
        *_offered(account, texts),
        *history(account.history, texts),
    ]
    is_judged = may_judge and account.awaits_review
    actions = (_judging if is_judged else _actions)(account, form, texts)
    actions.append(mine_button(texts))
    return elements.card(body, actions, summary=title)


def handover_card(
    account: Account, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Ask somebody to become responsible for an account, and for what its entry lacks."""
    title = texts.say("handover.title", case=title_of(account, form, texts))
    unit = form.answer_text(UNIT, account.unit, texts.language)
    key = "handover.ask" if account.has_responsible else "handover.ask_listed"
    missing = [name for name in FIELD_OF_FACT if not getattr(account.facts, name)]
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(texts.say(key, name=account.responsible.name, unit=unit)),
        elements.facts([(texts.say("account.address"), account.address)]),
        *(_fact_field(name, account, form, texts) for name in missing),
    ]
    case = seen_case(account, texts)
    actions: list[CardAction] = [
        elements.execute(texts.say("handover.yes"), TakeOver(**case)),
        elements.execute(texts.say("handover.no"), TakeOver(**case, agrees=False)),
    ]
    return elements.card(body, actions, summary=title)


def _facts(account: Account, form: AccountForm, texts: Catalogue) -> list[tuple[str, str]]:
    nobody = texts.say("account.nobody")
    manager = account.manager.name if account.manager else texts.say("case.unanswered")
    return [
        (texts.say("account.standing"), texts.say(f"standing.{account.standing}")),
        (texts.say("account.address"), account.address),
        (texts.say("account.unit"), form.answer_text(UNIT, account.unit, texts.language)),
        (texts.say("register.column.contact"), account.contact or texts.say("case.unanswered")),
        (
            texts.say("account.responsible"),
            account.responsible.name if account.has_responsible else nobody,
        ),
        (texts.say("account.manager"), manager),
        (texts.say("account.registered"), texts.day(account.registered_at)),
        (texts.say("account.id"), account.id),
    ]


def _to_review(account: Account, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    if account.standing is AccountStatus.AWAITING:
        key = "account.awaits" if account.awaits_review else "account.not_approved"
        return [elements.notice(texts.say(key), tone="warning")]
    if account.proposal is None:
        return []
    lines = [
        f"{_called(name, form, texts)}: {_said(name, old, form, texts)} → "
        f"{_said(name, new, form, texts)}"
        for name, old, new in account.facts.changed_in(account.proposal.facts)
    ]
    title = texts.say("account.proposed", name=account.proposal.by.name)
    return [elements.notice(listed(lines), title=title, tone="warning")]


def _judging(account: Account, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    case = seen_case(account, texts)
    reason = text_field("said.not_approved", texts.say("account.why_not"))
    refuse = elements.execute(texts.say("account.send_no"), JudgeFacts(**case, agrees=False))
    return [
        elements.execute(texts.say("account.approve"), JudgeFacts(**case, agrees=True)),
        elements.opening(texts.say("account.refuse"), "account.refuse", [reason], refuse),
        _correcting(account, form, texts),
    ]


def _correcting(account: Account, form: AccountForm, texts: Catalogue) -> CardAction:
    inputs = [
        _fact_field(fact, account, form, texts)
        for fact in ("address", "contact", "name", "unit", "purpose")
    ]
    return explained("account.correct", Correct(**seen_case(account, texts)), texts, *inputs)


def handing_over(account: Account, texts: Catalogue) -> CardAction:
    """Return the button to offer an account to somebody, or to take the offer back."""
    case = seen_case(account, texts)
    if account.handover is not None:
        return elements.execute(texts.say("handover.withdraw"), WithdrawOffer(**case))
    who = person_fields("handover.name", texts)
    offer = elements.execute(texts.say("handover.send"), Offer(**case))
    return elements.opening(texts.say("handover.open"), "handover.open", who, offer)


def _called(name: str, form: AccountForm, texts: Catalogue) -> str:
    part = form.fields.get(FIELD_OF_FACT.get(name, ""))
    return part.text_in(texts.language).called if part else texts.say(f"register.column.{name}")


def _said(name: str, value: str, form: AccountForm, texts: Catalogue) -> str:
    words = form.answer_text(UNIT, value, texts.language) if name == "unit" else value
    return words or texts.say("case.unanswered")


def _fact_field(name: str, account: Account, form: AccountForm, texts: Catalogue) -> CardElement:
    """Return the field of one fact, as it is; a unit is chosen, where there is a list."""
    label, value = _called(name, form, texts), getattr(account.facts, name)
    field = form.rules.field(FIELD_OF_FACT.get(name, ""))
    if name != "unit" or field is None or not field.choices:
        longest = field.longest if field else LONGEST_ADDRESS_SHOWN
        return text_field(
            f"fact.{name}", label, value=value, longest=longest, multiline=name == "purpose"
        )
    units = dict.fromkeys((*(each for each in field.choices if each != OTHER), value))
    choices = [
        Choice(title=form.answer_text(UNIT, unit, texts.language), value=unit)
        for unit in units
        if unit
    ]
    return ChoiceSetInput(
        id=f"fact.{name}", label=label, value=value or None, choices=choices, style="compact"
    )


def _offered(account: Account, texts: Catalogue) -> list[CardElement]:
    offer = account.handover
    if offer is None:
        return []
    key = "handover.asked" if offer.person_id else "handover.code"
    return [
        elements.notice(
            texts.say(key, name=person_name(offer.name, texts), id=account.id), tone="emphasis"
        )
    ]


def _actions(account: Account, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    case = seen_case(account, texts)
    if account.standing is AccountStatus.CLOSED:
        return [explained("account.reopen", Reopen(**case), texts)]
    actions = [_correcting(account, form, texts), handing_over(account, texts)]
    if account.standing is AccountStatus.LIVE:
        reason = text_field("said.pause", texts.say("account.pause_why"))
        pause = elements.execute(texts.say("account.pause_send"), Pause(**case))
        actions.append(
            elements.opening(texts.say("account.pause"), "account.pause", [reason], pause)
        )
    elif account.standing is AccountStatus.PAUSED:
        actions.append(elements.execute(texts.say("account.resume"), Resume(**case)))
    listed = boxes(form.closing, (), texts)
    close = explained("account.close", Close(**case), texts, *listed)
    copying = [] if account.imported else [copy_button(account.id, texts)]
    return [*actions, close, *copying]
