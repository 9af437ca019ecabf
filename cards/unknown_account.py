"""Accounts that the register doesn't know, and the yearly question about those it does."""

from collections.abc import Mapping

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, Choice, ChoiceSetInput

from accounts.account import Account
from accounts.form import PLATFORM, UNIT
from cards import elements
from cards.account import handing_over
from cards.account_actions import OpenCase
from cards.case_parts import lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import text_field
from cards.follow_up_actions import ConfirmAccount, DecideUnknown
from cards.self_check import follow_up_button
from followup.unknown_account import UnknownAccount, UnknownStanding
from followup.unknown_service import UnknownDossier
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue

SHOWN = 5


def reported_card(
    unknown: UnknownAccount,
    base: Base,
    form: AccountForm,
    texts: Catalogue,
    *,
    lead: str | None = None,
) -> Card:
    """Return an unknown account as those who reported it see it."""
    title = texts.say("unknown.title", name=unknown.name)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.notice(texts.say(f"unknown.told.{unknown.standing}"), tone="emphasis"),
    ]
    if unknown.words:
        body.append(elements.paragraph(unknown.words))
    if unknown.standing is UnknownStanding.IMPOSTOR:
        body += _on_impostors(unknown, base, form, texts)
    actions = [*_report_there(unknown, form, texts), mine_button(texts)]
    return elements.card(body, actions, summary=title)


def unknown_card(
    dossier: UnknownDossier,
    base: Base,
    form: AccountForm,
    texts: Catalogue,
    *,
    lead: str | None = None,
) -> Card:
    """Return an unknown account to a reviewer, with what was found that may be meant."""
    unknown = dossier.unknown
    title = texts.say("unknown.title", name=unknown.name)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.facts(_facts(unknown, form, texts)),
        *_alike(dossier, form, texts),
    ]
    if unknown.standing is UnknownStanding.IMPOSTOR:
        body += _on_impostors(unknown, base, form, texts)
    actions = _report_there(unknown, form, texts)
    if not unknown.is_decided:
        actions = _deciding(unknown, form, texts)
    return elements.card(body, [*actions, follow_up_button(texts)], summary=title)


def _facts(unknown: UnknownAccount, form: AccountForm, texts: Catalogue) -> list[tuple[str, str]]:
    reporters = texts.joined([each.name for each in unknown.reporters])
    standing = texts.say(f"unknown.standing.{unknown.standing}")
    facts = [
        (texts.say("unknown.state"), standing),
        (texts.say("unknown.reporters"), reporters or texts.say("case.nobody")),
        (texts.say("unknown.since"), texts.day(unknown.reported_at)),
    ]
    if unknown.platform:
        platform = form.answer_text(PLATFORM, unknown.platform, texts.language)
        facts.append((texts.say("unknown.platform"), platform))
    if unknown.decided_by and unknown.decided_at:
        said = f"{unknown.decided_by.name}, {texts.day(unknown.decided_at)}"
        facts.append((texts.say("unknown.decided_by"), said))
    if unknown.request_id:
        facts.append((texts.say("unknown.request"), unknown.request_id))
    if unknown.words:
        facts.append((texts.say("unknown.words"), unknown.words))
    return facts


def _alike(dossier: UnknownDossier, form: AccountForm, texts: Catalogue) -> list[CardElement]:
    if not dossier.alike:
        return [elements.paragraph(texts.say("unknown.none_alike"))]
    rows = [
        elements.row(
            title_of(each, form, texts),
            OpenCase(language=texts.language, case=each.id),
            detail=f"{each.address} · {texts.say(f'standing.{each.standing}')}",
        )
        for each in dossier.alike[:SHOWN]
    ]
    return [elements.subheading(texts.say("unknown.alike")), *rows]


def _deciding(unknown: UnknownAccount, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    """Return a button for each outcome, which opens what it needs to be told."""
    platforms = _platforms(form, texts)
    name = text_field(
        "said.responsible", texts.say("unknown.who_asks"), longest=100, multiline=False
    )
    fields: Mapping[UnknownStanding, list[CardElement]] = {
        UnknownStanding.OURS: [_platform("said.ours_platform", platforms, texts), name],
        UnknownStanding.NOT_OURS: [text_field("said.not_ours", texts.say("unknown.why"))],
        UnknownStanding.IMPOSTOR: [
            _platform("said.platform", platforms, texts),
            text_field("said.impostor", texts.say("unknown.more_words")),
        ],
    }
    return [
        elements.opening(
            texts.say(f"unknown.decide.{outcome}"),
            f"unknown.{outcome}",
            [elements.paragraph(texts.say(f"unknown.decide_explain.{outcome}")), *asked],
            elements.execute(
                texts.say("unknown.decide_send"),
                DecideUnknown(
                    language=texts.language,
                    unknown=unknown.id,
                    seen=unknown.version,
                    outcome=outcome,  # pyright: ignore[reportArgumentType]
                ),
            ),
        )
        for outcome, asked in fields.items()
    ]


def _platforms(form: AccountForm, texts: Catalogue) -> Mapping[str, str]:
    part, field = form.fields.get(PLATFORM), form.rules.field(PLATFORM)
    if part is None or field is None:
        return {}
    return {each: part.choices[each].text_in(texts.language) for each in field.choices}


def _platform(name: str, platforms: Mapping[str, str], texts: Catalogue) -> CardElement:
    return ChoiceSetInput(
        id=name,
        label=texts.say("unknown.platform"),
        choices=[Choice(title=title, value=value) for value, title in platforms.items()],
        style="compact",
        placeholder=texts.say("walk.choose"),
    )


def _on_impostors(
    unknown: UnknownAccount, base: Base, form: AccountForm, texts: Catalogue
) -> list[CardElement]:
    """Return how such an account is reported, and what the base says on accounts like it."""
    there = form.answer_text(PLATFORM, unknown.platform, texts.language) if unknown.platform else ""
    key = "unknown.report_how" if there else "unknown.report_how_somewhere"
    how = elements.paragraph(texts.say(key, platform=there) if there else texts.say(key))
    passage = base.passages.get(base.control_list.impostor or "") if base.control_list else None
    if passage is None:
        return [how]
    text = passage.text_in(texts.language)
    return [how, elements.subheading(text.title), *elements.quotation(text.text, text.short)]


def _report_there(unknown: UnknownAccount, form: AccountForm, texts: Catalogue) -> list[CardAction]:
    """Return the way to report an impostor to its platform, where the form knows one."""
    url = form.report_pages.get(unknown.platform)
    if unknown.standing is not UnknownStanding.IMPOSTOR or url is None:
        return []
    platform = form.answer_text(PLATFORM, unknown.platform, texts.language)
    return [elements.open_url(texts.say("unknown.report_there", platform=platform), url)]


def yearly_card(
    account: Account, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Ask whether an account is in use, and whether who reads it is the right person."""
    title = texts.say("yearly.title", case=title_of(account, form, texts))
    unit = form.answer_text(UNIT, account.unit, texts.language)
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(texts.say("yearly.ask", unit=unit)),
        elements.facts([(texts.say("account.address"), account.address)]),
    ]
    language = texts.language
    actions: list[CardAction] = [
        elements.execute(
            texts.say("yearly.yes"), ConfirmAccount(language=language, case=account.id)
        ),
        handing_over(account, texts),
        elements.execute(
            texts.say("yearly.not_used"), OpenCase(language=language, case=account.id)
        ),
    ]
    return elements.card(body, actions, summary=title)
