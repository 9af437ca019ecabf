"""Rounds of follow-up: what one has to do, the form for a new round, and how a round stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, Choice, ChoiceSetInput, DateInput

from accounts.account import Account
from accounts.form import UNIT
from cards import elements
from cards.account_actions import CaseAction
from cards.case_parts import lead_notice, mine_button, title_of
from cards.elements import Card
from cards.fields import text_field
from cards.follow_up_actions import (
    BeginRound,
    CloseRound,
    OpenCheck,
    OpenDeviation,
    OpenFollowUp,
    OpenReport,
    OpenRound,
    OpenUnknown,
    PlanRound,
)
from cards.self_check import account_name, follow_up_button
from followup.deviation import Deviation
from followup.figures import is_late
from followup.page import CheckPage
from followup.round import Round
from followup.round_service import LONGEST_NAME, RoundOverview
from followup.self_check import SelfCheck
from followup.unknown_account import UnknownAccount
from knowledge.account_form import AccountForm
from texts.catalogue import Catalogue

SHOWN = 8
CHOSEN_AMONG = 60
"""Accounts that a round can be chosen among; more would be more than Teams takes."""


@dataclass(frozen=True, slots=True)
class FollowUpList:
    """What somebody has to do with the follow-up; the last three only reviewers have."""

    checks: Sequence[CheckPage]
    deviations: Sequence[Deviation]
    rounds: Sequence[Round] = ()
    to_see: Sequence[Deviation] = ()
    unknown: Sequence[UnknownAccount] = ()
    is_reviewer: bool = False


def follow_up_card(
    found: FollowUpList, form: AccountForm, texts: Catalogue, *, skip: int = 0
) -> Card:
    """Return one's self-checks and deviations, and to reviewers the rounds and what waits."""
    title = texts.say("follow_up.title")
    rows = [*_rows(found, form, texts)]
    shown = rows[skip : skip + SHOWN]
    body: list[CardElement] = [elements.heading(title)]
    if not rows:
        body.append(elements.paragraph(texts.say("follow_up.nothing")))
    last = None
    for heading, row in shown:
        if heading != last:
            body.append(elements.subheading(texts.say(f"follow_up.{heading}")))
        body.append(row)
        last = heading
    actions: list[CardAction] = []
    if len(rows) > skip + SHOWN:
        following = OpenFollowUp(language=texts.language, skip=skip + SHOWN)
        actions.append(elements.execute(texts.say("case.more"), following))
    if found.is_reviewer:
        actions.append(
            elements.execute(texts.say("round.plan"), PlanRound(language=texts.language))
        )
    actions.append(mine_button(texts))
    return elements.card(body, actions, summary=title)


def _rows(
    found: FollowUpList, form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, CardElement]]:
    """Yield each row with the heading that it stands under."""
    for page in found.checks:
        key = "answered" if page.check.sent_at else "asked" if page.round.is_open else "over"
        detail = texts.say(f"check.row_{key}", round=page.round.name, day=page.round.last_day)
        press = OpenCheck(language=texts.language, check=page.check.id)
        name = account_name(page.check.account, form, texts)
        yield "checks", elements.row(name, press, detail=detail)
    for heading, deviations in (("deviations", found.deviations), ("to_see", found.to_see)):
        for each in deviations:
            yield heading, _deviation_row(each, form, texts)
    for unknown in found.unknown:
        press = OpenUnknown(language=texts.language, unknown=unknown.id)
        yield "unknown", elements.row(unknown.name, press, detail=_reported(unknown, texts))
    for round_ in found.rounds:
        press = OpenRound(language=texts.language, round=round_.id)
        detail = texts.say(f"round.row_{round_.standing}", day=round_.last_day)
        yield "rounds", elements.row(round_.name, press, detail=detail)


def _deviation_row(deviation: Deviation, form: AccountForm, texts: Catalogue) -> CardElement:
    standing = texts.say(f"deviation.standing.{deviation.standing}")
    name = account_name(deviation.account, form, texts)
    until = texts.say("deviation.until", day=deviation.due) if deviation.due else ""
    return elements.row(
        deviation.question.text_in(texts.language),
        OpenDeviation(language=texts.language, deviation=deviation.id),
        detail=" · ".join(filter(None, (name, standing, until))),
    )


def _reported(unknown: UnknownAccount, texts: Catalogue) -> str:
    return texts.say("unknown.reported", day=texts.day(unknown.reported_at))


def begin_round_card(
    accounts: Sequence[Account], round_id: str, form: AccountForm, texts: Catalogue, *, today: date
) -> Card:
    """Return the form for a new round: its name, its last day, and which accounts."""
    title, language = texts.say("round.plan"), texts.language
    units = {each.unit: form.answer_text(UNIT, each.unit, language) for each in accounts}
    scopes = {"all": texts.say("round.scope_all", count=len(accounts))}
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("round.plan_explain")),
        text_field("said.name", texts.say("round.name"), longest=LONGEST_NAME, multiline=False),
        DateInput(id="said.last", label=texts.say("round.last"), value=None, min=str(today)),
        _choices("said.unit", texts.say("round.unit"), {**scopes, **units}, given="all"),
    ]
    if len(accounts) <= CHOSEN_AMONG:
        named = {each.id: title_of(each, form, texts) for each in accounts}
        body.append(_choices("said.chosen", texts.say("round.chosen"), named, several=True))
    begin = BeginRound(language=language, round=round_id)
    actions: list[CardAction] = [
        elements.execute(texts.say("round.begin"), begin),
        follow_up_button(texts),
    ]
    return elements.card(body, actions, summary=title)


def _choices(
    name: str,
    label: str,
    choices: Mapping[str, str],
    *,
    given: str | None = None,
    several: bool = False,
) -> ChoiceSetInput:
    return ChoiceSetInput(
        id=name,
        label=label,
        value=given,
        choices=[Choice(title=title, value=value) for value, title in choices.items()],
        style="compact",
        is_multi_select=several,
        wrap=True,
    )


def round_card(
    overview: RoundOverview,
    form: AccountForm,
    texts: Catalogue,
    *,
    now: datetime,
    skip: int = 0,
    lead: str | None = None,
    has_pages: bool = True,
) -> Card:
    """Return how a round stands, and whoever hasn't answered; a reviewer may close it.

    *has_pages* says that browsers reach the report.
    """
    round_ = overview.round
    key = "round.is_open" if round_.is_open else "round.is_closed"
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(round_.name),
        elements.notice(texts.say(key, day=round_.last_day), tone="emphasis"),
        elements.facts(_figures(overview, texts)),
    ]
    left = [each for each in overview.checks if each.is_asked]
    if left:
        body.append(elements.subheading(texts.say("round.left", count=len(left))))
    body += [_left_row(each, round_, form, texts, now) for each in left[skip : skip + SHOWN]]
    actions: list[CardAction] = []
    language = texts.language
    if len(left) > skip + SHOWN:
        following = OpenRound(language=language, round=round_.id, skip=skip + SHOWN)
        actions.append(elements.execute(texts.say("case.more"), following))
    if has_pages:
        report = OpenReport(language=language, round=round_.id)
        actions.append(elements.execute(texts.say("round.report"), report))
    if round_.is_open:
        actions.append(_closing(round_, texts))
    return elements.card(body, [*actions, follow_up_button(texts)], summary=round_.name)


def _figures(overview: RoundOverview, texts: Catalogue) -> list[tuple[str, str]]:
    figures = overview.figures
    whole = figures.whole
    counted = {
        "accounts": whole.accounts,
        "answered": whole.answered,
        "late": whole.late,
        "handed_over": figures.handed_over,
        "unreachable": figures.unreachable,
        "deviations_open": whole.deviations_open,
        "deviations_closed": whole.deviations_closed,
        "ownerless": figures.ownerless,
    }
    return [
        (texts.say(f"round.figure.{name}"), texts.number(count)) for name, count in counted.items()
    ]


def _left_row(
    check: SelfCheck, round_: Round, form: AccountForm, texts: Catalogue, now: datetime
) -> CardElement:
    state = check.flag or ("late" if is_late(round_, check, now) else "waits")
    detail = f"{check.responsible.name} · {texts.say(f'check.state.{state}')}"
    press = OpenCheck(language=texts.language, check=check.id)
    return elements.row(account_name(check.account, form, texts), press, detail=detail)


def _closing(round_: Round, texts: Catalogue) -> CardAction:
    press = CloseRound(language=texts.language, round=round_.id, seen=round_.version)
    explain = elements.paragraph(texts.say("round.close_explain"))
    send = elements.execute(texts.say("round.close_send"), press)
    return elements.opening(texts.say("round.close"), "round.close", [explain], send)


def follow_up_notice(sentence: str, press: CaseAction, texts: Catalogue) -> Card:
    """Return what has happened in a follow-up, and the way there."""
    way = elements.execute(texts.say("case.open"), press)  # pyright: ignore[reportArgumentType]
    return elements.card([elements.heading(sentence)], [way], summary=sentence)
