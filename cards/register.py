"""What the register says of accounts, for whoever asks in the chat: what is public."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from accounts.form import CONTACT, UNIT
from cards import elements
from cards.actions import Asked, Browse, Forward, ShowPassage
from cards.case_parts import title_of
from cards.elements import Card
from cards.follow_up_actions import ReportUnknown
from followup.unknown_service import LONGEST_NAME
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue

SHOWN = 6


def accounts_card(
    accounts: Sequence[Account],
    asked: Asked,
    base: Base,
    form: AccountForm,
    texts: Catalogue,
    url: str | None,
    *,
    about: Sequence[str] = (),
    one: bool = False,
) -> Card:
    """Return *accounts*, the way to the whole register, and the text *about* the same thing.

    *one* says that they were asked for by name.
    """
    title = texts.say("registered.is_ours" if one else "registered.title", count=len(accounts))
    body: list[CardElement] = [elements.heading(title)]
    if not accounts:
        body.append(elements.paragraph(texts.say("registered.none")))
    for account in accounts[:SHOWN]:
        body += [
            elements.subheading(title_of(account, form, texts)),
            elements.facts(public_facts(account, form, texts)),
        ]
    if len(accounts) > SHOWN:
        more = texts.say("registered.more", count=len(accounts) - SHOWN)
        body.append(elements.fine_print(more))
    body += _about(about, asked, base, texts)
    browse = elements.execute(texts.say("button.browse"), Browse(asked=asked))
    return elements.card(body, [*_open(url, texts), browse], summary=title)


def unknown_account_card(
    name: str,
    asked: Asked,
    base: Base,
    texts: Catalogue,
    url: str | None,
    *,
    about: Sequence[str] = (),
) -> Card:
    """Say that no account goes by *name*, and what to do."""
    title = texts.say("registered.unknown", name=name)
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("registered.unknown_explain")),
        *_about(about, asked, base, texts),
    ]
    routine = base.routine.id if base.has_several else None  # accounts are the first's
    press_on = Forward(asked=asked, routine=routine)
    forward = elements.execute(texts.say("button.forward"), press_on)
    report: list[CardAction] = []
    if base.control_list is not None and name:
        press = ReportUnknown(language=texts.language, name=name[:LONGEST_NAME])
        report.append(elements.execute(texts.say("unknown.report"), press))
    return elements.card(body, [*report, *_open(url, texts), forward], summary=title)


def public_facts(
    account: Account, form: AccountForm, texts: Catalogue
) -> Sequence[tuple[str, str]]:
    """Return what anybody may read of *account*, each fact with what it is called."""
    facts = [
        (texts.say("account.standing"), texts.say(f"standing.{account.standing}")),
        *address_fact(account, texts),
    ]
    for field, key, value in (
        (UNIT, "account.unit", account.unit),
        (CONTACT, "registered.contact", account.contact),
    ):
        known = form.fields.get(field)
        if value and (known is None or known.public):
            facts.append((texts.say(key), form.answer_text(field, value, texts.language)))
    return facts


def address_fact(account: Account, texts: Catalogue) -> Sequence[tuple[str, str]]:
    return [(texts.say("account.address"), account.address)]


def _about(
    passages: Sequence[str], asked: Asked, base: Base, texts: Catalogue
) -> list[CardElement]:
    rows = [
        elements.row(
            base.passages[each].text_in(texts.language).title,
            ShowPassage(asked=asked, passage=each),
        )
        for each in passages
        if each in base.passages
    ]
    return [elements.subheading(texts.say("registered.about")), *rows] if rows else []


def _open(url: str | None, texts: Catalogue) -> list[CardAction]:
    return [elements.open_url(texts.say("registered.open"), url)] if url else []
