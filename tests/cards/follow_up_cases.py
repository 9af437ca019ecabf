"""The cards of the follow-up, ordinary ones and as full as they can get."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cards import elements
from cards.case_parts import link_card
from cards.deviation import deviation_card
from cards.digest import DigestRow, digest_card, row_of
from cards.elements import Card
from cards.follow_up_actions import OpenFollowUp, OpenRound
from cards.rounds import (
    CHOSEN_AMONG,
    FollowUpList,
    begin_round_card,
    follow_up_card,
    follow_up_notice,
    round_card,
)
from cards.self_check import answered_card, check_page_card
from cards.unknown_account import reported_card, unknown_card, yearly_card
from cards.watched_check import watched_card
from core.entered_text import LONGEST_REMARK, LONGEST_SAID
from core.person import Person
from followup.controls import ControlSection
from followup.deviation import Deviation, DeviationStanding
from followup.figures import figures_of
from followup.page import CheckPage, PageFault
from followup.round import Round, RoundStanding
from followup.round_service import LONGEST_NAME, RoundOverview
from followup.self_check import (
    CheckedAccount,
    CheckStanding,
    Compliance,
    ControlAnswer,
    FlagReason,
    SelfCheck,
)
from followup.unknown_account import UnknownAccount, UnknownStanding
from followup.unknown_service import UnknownDossier
from knowledge.account_form import AccountForm
from knowledge.base import Base
from storage.deliveries import MOST_TOGETHER
from tests.cards.cases import AT
from tests.world.builders import an_account
from tests.world.follow_up import SECTIONS
from tests.world.people import ANNA, RUT
from texts.catalogue import Catalogue

LAST = (AT + timedelta(days=14)).date()


def golden_follow_up_cards(base: Base, texts: Catalogue) -> dict[str, Card]:
    return dict(_cards(base, texts, fullest=False))


def every_follow_up_card(base: Base, texts: Catalogue) -> Iterator[tuple[str, Card]]:
    yield from _cards(base, texts, fullest=False)
    yield from ((f"full {name}", card) for name, card in _cards(base, texts, fullest=True))


def _cards(base: Base, texts: Catalogue, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    if base.control_list is None or base.account_form is None:
        return
    form, page = base.account_form, _a_page(base, fullest=fullest)
    yield from _of_checks(page, base, form, texts)
    yield from _of_rounds(page, form, texts, count=CHOSEN_AMONG if fullest else 2)
    yield from _of_deviations(page, base, form, texts, fullest=fullest)
    yield from _of_unknown(base, form, texts, fullest=fullest)


def _a_page(base: Base, *, fullest: bool) -> CheckPage:
    """Return a self-check answered no to everything, with the longest comments where *fullest*."""
    sections: tuple[ControlSection, ...] = (
        base.control_list.sections if base.control_list else SECTIONS
    )
    round_ = Round(
        "uppf-abcdefgh",
        "Å" * LONGEST_NAME if fullest else "Hösten",
        LAST,
        RUT,
        AT,
        AT,
        "n",
        sections,
    )
    name = "Å" * 100 if fullest else "Biblioteket"
    account = CheckedAccount("konto-abcdefgh", name, "facebook", "ö" * 80 if fullest else "Kultur")
    comment = "ö" * LONGEST_REMARK if fullest else "Vi är bara en."
    answers = {
        each.id: ControlAnswer(each.id, Compliance.NO, comment, ANNA, AT)
        for each in round_.questions[: None if fullest else 1]
    }
    person = replace(ANNA, name="Ä" * 100) if fullest else ANNA
    check = SelfCheck(
        "egen-abcdefgh", round_.id, account, person, AT, AT, "n", sections[0].id, answers=answers
    )
    return CheckPage(check, round_)


def _of_checks(
    page: CheckPage, base: Base, form: AccountForm, texts: Catalogue
) -> Iterator[tuple[str, Card]]:
    facts = {"name": "Rut", "round": page.round.name, "day": LAST}
    lead = texts.say("notice.check-asked", **facts)
    for number, section in enumerate(page.round.sections, start=1):
        at = replace(page, check=replace(page.check, step=section.id))
        yield f"check page {number}", check_page_card(at, base, form, texts)
    faults = dict(zip([each.id for each in page.section.questions], PageFault, strict=False))
    wrong = replace(page, faults=faults, replaced=True)
    yield "check page with faults", check_page_card(wrong, base, form, texts, lead=lead)
    done = replace(page.check, standing=CheckStanding.ANSWERED, sent_at=AT)
    found = [_a_deviation(page, number) for number in range(len(page.check.answers))]
    answered = replace(page, check=done, deviations=found)
    yield "check answered", answered_card(answered, form, texts)
    yield "check without faults", answered_card(replace(answered, deviations=[]), form, texts)
    account = an_account()
    for flag in FlagReason:
        flagged = replace(page, check=replace(page.check, flag=flag, earlier=(RUT,)))
        yield f"check watched, {flag}", watched_card(flagged, account, form, texts)
    yield "check watched, answered", watched_card(answered, None, form, texts)


def _a_deviation(page: CheckPage, number: int = 0) -> Deviation:
    check = page.check
    question = page.round.questions[number]
    comment = check.answers[question.id].comment
    return Deviation(
        "avv-abcdefgh",
        page.round.id,
        check.id,
        check.account,
        question,
        Compliance.NO,
        comment,
        check.responsible,
        AT,
        AT,
        "n",
    )


def _of_rounds(
    page: CheckPage, form: AccountForm, texts: Catalogue, *, count: int
) -> Iterator[tuple[str, Card]]:
    deviation = _a_deviation(page)
    unknown = UnknownAccount("okant-abcdefgh", "@sala_bib", (ANNA,), AT, AT, "n")
    mine = FollowUpList([page] * count, [deviation] * count)
    everything = FollowUpList(
        [page] * count, [deviation], [page.round] * count, [deviation], [unknown], is_reviewer=True
    )
    yield "follow-up", follow_up_card(mine, form, texts)
    yield "follow-up of a reviewer", follow_up_card(everything, form, texts)
    yield "follow-up, more", follow_up_card(everything, form, texts, skip=2)
    yield "follow-up, nothing", follow_up_card(FollowUpList([], []), form, texts)
    accounts = [
        an_account(f"konto-{number:08}", name=f"Konto {number} {'å' * (count % 59 * 40)}")
        for number in range(count)
    ]
    planned = begin_round_card(accounts, "uppf-abcdefgh", form, texts, today=AT.date())
    yield "round to plan", planned
    checks = [replace(page.check, flag=flag) for flag in (*FlagReason, None)] * count
    figures = figures_of(page.round, checks, [deviation], [], accounts, since=None, now=AT)
    for standing in RoundStanding:
        round_ = replace(page.round, standing=standing)
        overview = RoundOverview(round_, checks, [deviation], figures)
        card = round_card(overview, form, texts, now=AT, lead=texts.say("round.begun"))
        yield f"round {standing}", card
    everybody = [replace(page.check, standing=CheckStanding.ANSWERED, sent_at=AT)]
    answered = RoundOverview(page.round, everybody, [deviation], figures)
    done = round_card(answered, form, texts, now=AT, has_pages=False)
    yield "round answered, without pages", done
    back = elements.execute(
        texts.say("round.back"), OpenRound(language=texts.language, round="uppf-abcdefgh")
    )
    url = f"https://boten.example/rapporter/{'x' * 200}"
    yield "round report", link_card("round.report", url, 15, back, texts)
    said = texts.say("notice.checks-reminded", round=page.round.name, day=LAST)
    reminder = follow_up_notice(said, OpenFollowUp(language=texts.language), texts)
    yield "follow-up reminder", reminder
    rows = [row_of(reminder, OpenRound(language=texts.language, round="uppf-abcdefgh", apart=True))]
    rows += [DigestRow(texts.say("notice.returned-reminded"), "Å" * count, rows[0].opens)]
    most = rows * (MOST_TOGETHER // 2 if count > MOST_TOGETHER else 1)
    yield "digest", digest_card(most, texts, in_channel=False)
    yield "digest to reviewers", digest_card(most, texts, in_channel=True)


def _of_deviations(
    page: CheckPage, base: Base, form: AccountForm, texts: Catalogue, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    said = "ö" * LONGEST_SAID if fullest else "Bjud in en till."
    full = replace(
        _a_deviation(page), action=said, due=LAST, done=said, done_by=ANNA, closed_by=RUT
    )
    for standing in DeviationStanding:
        shown = replace(full, standing=standing, returned="" if standing == "closed" else said)
        lead = texts.say("notice.deviation-done", name=shown.owner.name)
        card = deviation_card(shown, base, form, texts, may_judge=True, today=AT.date(), lead=lead)
        yield f"deviation {standing}", card


def _of_unknown(
    base: Base, form: AccountForm, texts: Catalogue, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    reporters = tuple(Person(f"x{n}", "Å" * 60) for n in range(20)) if fullest else (ANNA,)
    name = f"https://www.facebook.com/{'a' * 170}" if fullest else "@sala_bib"
    words = "ö" * LONGEST_SAID if fullest else "Vi har anmält det."
    case = UnknownAccount("okant-abcdefgh", name, reporters, AT, AT, "n")
    alike = [an_account(name="Å" * 100 if fullest else "Biblioteket")] * (9 if fullest else 1)
    for standing in UnknownStanding:
        decided = case
        if standing is not UnknownStanding.REPORTED:
            decided = replace(
                case,
                standing=standing,
                words=words,
                platform="facebook",
                decided_by=RUT,
                decided_at=AT,
                request_id="sm-abcdefgh",
            )
        lead = texts.say("notice.unknown-reported")
        dossier = UnknownDossier(decided, alike)
        yield f"unknown account, {standing}", unknown_card(dossier, base, form, texts, lead=lead)
        yield f"reported account, {standing}", reported_card(decided, base, form, texts)
        elsewhere = replace(decided, platform="")
        yield f"reported elsewhere, {standing}", reported_card(elsewhere, base, form, texts)
    yield "yearly", yearly_card(alike[0], form, texts, lead=texts.say("notice.yearly-asked"))
