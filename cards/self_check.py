"""A self-check: the page to answer, what came of it, and how a reviewer sees it."""

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement, Choice, ChoiceSetInput

from accounts.form import PLATFORM
from cards import elements
from cards.case_parts import lead_notice
from cards.elements import Card
from cards.fields import fault_line, text_field
from cards.follow_up_actions import LeavePage, OpenDeviation, OpenFollowUp
from cards.markup import listed
from core.entered_text import LONGEST_REMARK
from followup.controls import ControlQuestion, ControlSection
from followup.page import CheckPage, PageMove
from followup.self_check import CheckedAccount, Compliance
from knowledge.account_form import AccountForm
from knowledge.base import Base
from texts.catalogue import Catalogue

SHOWN = 10
"""Deviations, and comments, in one card."""


def account_name(account: CheckedAccount, form: AccountForm, texts: Catalogue) -> str:
    """Return what the account was called when it was checked, with its platform."""
    platform = form.answer_text(PLATFORM, account.platform, texts.language)
    return texts.say("case.named", name=account.name, platform=platform)


def check_page_card(
    page: CheckPage, base: Base, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return the page of a self-check to answer next."""
    check, section = page.check, page.section
    title = section.text_in(texts.language)
    place = page.round.sections.index(section) + 1
    facts = {"number": place, "count": len(page.round.sections), "day": page.round.last_day}
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.fine_print(
            texts.say("check.place", name=account_name(check.account, form, texts), **facts)
        ),
        elements.heading(title),
        *_trouble(page, texts),
        *([elements.paragraph(texts.say("check.explain"))] if place == 1 else []),
    ]
    for question in section.questions:
        body += _asked(page, question, texts)
    return elements.card(body, _ways(page, section, place, base, texts), summary=title)


def _trouble(page: CheckPage, texts: Catalogue) -> list[CardElement]:
    boxes: list[CardElement] = []
    if page.replaced:
        boxes.append(elements.notice(texts.say("check.replaced"), tone="emphasis"))
    wrong = [
        question.text_in(texts.language)
        for question in page.section.questions
        if question.id in page.faults
    ]
    if wrong:
        title = texts.say("check.trouble")
        boxes.append(elements.notice(listed(wrong), title=title, tone="attention"))
    return boxes


def _asked(page: CheckPage, question: ControlQuestion, texts: Catalogue) -> list[CardElement]:
    """Return a question with its choices, and the field for a comment on it."""
    given = page.check.answers.get(question.id)
    choices = [
        Choice(title=texts.say(f"compliance.{each}"), value=each.value) for each in Compliance
    ]
    comment = page.unsaved.get(question.id) or (given.comment if given else "")
    drawn: list[CardElement] = [
        ChoiceSetInput(
            id=f"answer.{question.id}",
            label=question.text_in(texts.language),
            value=given.compliance.value if given else None,
            choices=choices,
            style="expanded",
            wrap=True,
        ),
        text_field(
            f"comment.{question.id}",
            texts.say("check.comment"),
            value=comment,
            longest=LONGEST_REMARK,
            multiline=False,
        ),
    ]
    if fault := page.faults.get(question.id):
        drawn.insert(0, fault_line(texts.say(f"check.fault.{fault}", count=LONGEST_REMARK)))
    return elements.together(drawn)


def _ways(
    page: CheckPage, section: ControlSection, place: int, base: Base, texts: Catalogue
) -> list[CardAction]:
    is_last = place == len(page.round.sections)
    moves = {
        PageMove.ON: "check.send" if is_last else "walk.next",
        PageMove.BACK: "walk.back",
        PageMove.STAY: "check.save",
    }
    if place == 1:
        del moves[PageMove.BACK]
    actions: list[CardAction] = [
        elements.execute(
            texts.say(key),
            LeavePage(
                language=texts.language,
                check=page.check.id,
                seen=page.check.version,
                section=section.id,
                move=move,
            ),
        )
        for move, key in moves.items()
    ]
    return [*actions, *_why(section, base, texts)]


def _why(section: ControlSection, base: Base, texts: Catalogue) -> list[CardAction]:
    """The short answers open within the card, so that nothing entered is lost by reading them."""
    said: list[CardElement] = []
    for passage in base.passages_of(each.passage or "" for each in section.questions):
        text = passage.text_in(texts.language)
        said += [elements.subheading(text.title), elements.paragraph(text.short or text.title)]
    if not said:
        return []
    return [elements.opening(texts.say("walk.why"), "walk.why", said)]


def answered_card(
    page: CheckPage, form: AccountForm, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return a self-check that was sent, and what is to be done about what it found."""
    name = account_name(page.check.account, form, texts)
    title = texts.say("check.sent", name=name)
    left = [each for each in page.deviations if not each.is_closed]
    said = "check.nothing_found" if not page.deviations else "check.found"
    if page.deviations and not left:
        said = "check.all_done"
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.notice(texts.say(said, count=len(left)), tone="warning" if left else "good"),
        *(
            elements.row(
                each.question.text_in(texts.language),
                OpenDeviation(language=texts.language, deviation=each.id),
                detail=texts.say(f"deviation.standing.{each.standing}"),
            )
            for each in page.deviations[:SHOWN]
        ),
    ]
    return elements.card(body, [follow_up_button(texts)], summary=title)


def follow_up_button(texts: Catalogue) -> CardAction:
    """Return the way back to all that one has to do in the follow-up."""
    return elements.execute(texts.say("follow_up.mine"), OpenFollowUp(language=texts.language))
