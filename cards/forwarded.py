"""The cards of a question sent to Kommunikationsenheten: the asker's, and the reviewers'."""

from collections.abc import Sequence
from typing import Any

from microsoft_teams.cards import Action as CardAction
from microsoft_teams.cards import CardElement

from cards import elements
from cards.actions import MAX_QUESTION, Asked, ShowPassage
from cards.case_parts import lead_notice, shortened
from cards.fields import text_field
from cards.mine import mine_button
from cards.moments import day, minute
from cards.question_actions import (
    DraftReply,
    FollowEnquiry,
    OpenEnquiry,
    OpenGaps,
    OpenQuestion,
    ReplyToQuestion,
    WithdrawEnquiry,
)
from knowledge.base import Base
from knowledge.passage import Language, Passage
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus
from texts.catalogue import Catalogue

Card = dict[str, Any]
ROWS = 12
LONGEST_REPLY = 2000


def enquiry_row(enquiry: ForwardedQuestion, texts: Catalogue) -> CardElement:
    """Return the row of a question among one's own cases."""
    standing = texts.say(f"enquiry.{enquiry.standing}")
    return elements.row(
        shortened(enquiry.question),
        OpenEnquiry(language=texts.language, enquiry=enquiry.id),
        detail=texts.say("enquiry.row", standing=standing, day=day(enquiry.changed_at)),
    )


def enquiry_card(
    enquiry: ForwardedQuestion, base: Base, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return how it is with a question one has sent on."""
    title = texts.say("enquiry.title")
    explained = texts.say(f"enquiry.explained_{enquiry.standing}")
    standing = texts.say(f"enquiry.{enquiry.standing}")
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(enquiry.question),
        elements.notice(explained, title=standing, tone="emphasis"),
        *_reply(enquiry, texts),
        elements.facts(_facts(enquiry, base, texts)),
        *_followed(enquiry, texts),
    ]
    return elements.card(body, _asker_actions(enquiry, texts), summary=title)


def question_card(
    enquiry: ForwardedQuestion, base: Base, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return a question as those see it who are to answer it; who asked isn't shown."""
    title = texts.say("question.title")
    body: list[CardElement] = [*lead_notice(lead), elements.heading(title)]
    if enquiry.standing is ForwardedStatus.WITHDRAWN:
        body.append(elements.notice(texts.say("question.withdrawn"), tone="emphasis"))
    else:
        body += [
            elements.paragraph(enquiry.question),
            *_reply(enquiry, texts),
            elements.facts(_facts(enquiry, base, texts)),
        ]
    if enquiry.standing is ForwardedStatus.WAITING:
        body.append(elements.fine_print(texts.say("question.explain")))
    return elements.card(body, _reviewer_actions(enquiry, texts), summary=title)


def questions_card(
    waiting: Sequence[ForwardedQuestion], texts: Catalogue, *, skip: int = 0
) -> Card:
    """Return the list of questions that wait for an answer, longest wait first."""
    title = texts.say("question.queue")
    rows = [
        elements.row(
            shortened(enquiry.question),
            OpenQuestion(language=texts.language, enquiry=enquiry.id),
            detail=texts.say("question.since", at=minute(enquiry.sent_at)),
        )
        for enquiry in waiting[skip : skip + ROWS]
    ]
    explain = texts.say("question.some" if rows else "question.none", count=len(waiting))
    actions: list[CardAction] = []
    if len(waiting) > skip + ROWS:
        more = OpenQuestion(language=texts.language, skip=skip + ROWS)
        actions.append(elements.execute(texts.say("case.more"), more))
    actions.append(_gaps(texts))
    return elements.card(
        [elements.heading(title), elements.paragraph(explain), *rows], actions, summary=title
    )


def in_base_card(
    enquiry: ForwardedQuestion, passage: Passage | None, asked_in: Language, texts: Catalogue
) -> Card:
    """Tell somebody who asked to know that the knowledge base has an answer by now."""
    title = texts.say("enquiry.in_base")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("answer.asked", question=enquiry.question)),
    ]
    if passage is not None:
        question = enquiry.question[:MAX_QUESTION]
        asked = Asked(answer=enquiry.answer_id, language=asked_in, question=question)
        press = ShowPassage(asked=asked, passage=passage.id)
        body.append(elements.row(passage.text_in(texts.language).title, press))
    else:
        body.append(elements.paragraph(texts.say("enquiry.ask_again")))
    body.append(elements.fine_print(texts.say("enquiry.why")))
    opened = OpenEnquiry(language=texts.language, enquiry=enquiry.id)
    return elements.card(body, [elements.execute(texts.say("case.open"), opened)], summary=title)


def follow_button(enquiry: ForwardedQuestion, texts: Catalogue) -> CardAction:
    """Return the button to be told of an answer in the base, or not to be."""
    press = FollowEnquiry(language=texts.language, enquiry=enquiry.id, follows=not enquiry.follows)
    return elements.execute(
        texts.say("enquiry.unfollow" if enquiry.follows else "enquiry.follow"), press
    )


def _reply(enquiry: ForwardedQuestion, texts: Catalogue) -> list[CardElement]:
    reply = enquiry.reply
    if reply is None:
        return []
    title = texts.say("enquiry.replied", name=reply.by.name, at=minute(reply.at))
    return [elements.notice(reply.text, title=title, tone="good")]


def _facts(enquiry: ForwardedQuestion, base: Base, texts: Catalogue) -> list[tuple[str, str]]:
    return [
        (texts.say("enquiry.shown"), _shown(enquiry, base, texts)),
        (texts.say("enquiry.sent"), minute(enquiry.sent_at)),
        (texts.say("case.id"), enquiry.id),
    ]


def _shown(enquiry: ForwardedQuestion, base: Base, texts: Catalogue) -> str:
    """Return what the bot had answered; a passage that is gone by now goes by its id."""
    shown = enquiry.shown
    titles = [
        passage.text_in(texts.language).title if (passage := base.passages.get(name)) else name
        for name in shown.passages
    ]
    if not titles:
        return texts.say("enquiry.shown_nothing")
    key = "enquiry.shown_answer" if shown.text else "enquiry.shown_choice"
    return texts.say(key, titles="; ".join(titles))


def _followed(enquiry: ForwardedQuestion, texts: Catalogue) -> list[CardElement]:
    if enquiry.in_base_at is not None:
        sentence = texts.say("enquiry.told", at=minute(enquiry.in_base_at))
    elif enquiry.follows:
        sentence = texts.say("enquiry.follows")
    else:
        return []
    return [elements.fine_print(sentence)]


def _asker_actions(enquiry: ForwardedQuestion, texts: Catalogue) -> list[CardAction]:
    actions: list[CardAction] = []
    if enquiry.standing is not ForwardedStatus.WITHDRAWN and enquiry.in_base_at is None:
        actions.append(follow_button(enquiry, texts))
    if enquiry.standing is ForwardedStatus.WAITING:
        press = WithdrawEnquiry(language=texts.language, enquiry=enquiry.id)
        sure = elements.execute(texts.say("enquiry.withdraw_sure"), press)
        explain = elements.paragraph(texts.say("enquiry.withdraw_explain"))
        actions.append(elements.opening(texts.say("enquiry.withdraw"), [explain], sure))
    return [*actions, mine_button(texts)]


def _reviewer_actions(enquiry: ForwardedQuestion, texts: Catalogue) -> list[CardAction]:
    actions: list[CardAction] = []
    if enquiry.standing is ForwardedStatus.WAITING:
        press = ReplyToQuestion(language=texts.language, enquiry=enquiry.id)
        send = elements.execute(texts.say("question.send"), press)
        field = text_field("said.reply", texts.say("question.reply_words"), longest=LONGEST_REPLY)
        actions.append(elements.opening(texts.say("question.reply"), [field], send))
    if enquiry.reply is not None:
        draft = DraftReply(language=texts.language, enquiry=enquiry.id)
        actions.append(elements.execute(texts.say("question.draft"), draft))
    queue = elements.execute(texts.say("question.queue"), OpenQuestion(language=texts.language))
    return [*actions, queue, _gaps(texts)]


def _gaps(texts: Catalogue) -> CardAction:
    return elements.execute(texts.say("gap.list"), OpenGaps(language=texts.language))
