"""Cards of a question forwarded to the routine's owner: the asker's and the reviewers'."""

from collections.abc import Sequence

from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import ActionSet, CardElement

from cards import elements
from cards.actions import MAX_QUESTION, Asked, ShowPassage
from cards.case_parts import lead_notice, mine_button, more_button, shortened
from cards.elements import Card
from cards.fields import text_field
from cards.question_actions import (
    DraftReply,
    FollowForwarded,
    ListGaps,
    OpenForwarded,
    OpenQuestion,
    ReplyToQuestion,
    WithdrawForwarded,
)
from core.language import Language
from knowledge.base import Base
from knowledge.passage import Passage
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus
from questions.forwarding_service import LONGEST_REPLY
from texts.catalogue import Catalogue

ROWS = 12


def forwarded_row(forwarded: ForwardedQuestion, texts: Catalogue) -> CardElement:
    """Return the row of a forwarded question among one's own cases."""
    texts = texts.of(forwarded.routine)
    standing = texts.say(f"enquiry.{forwarded.standing}")
    return elements.row(
        shortened(forwarded.question),
        OpenForwarded(language=texts.language, enquiry=forwarded.id),
        detail=texts.say("enquiry.row", standing=standing, day=texts.day(forwarded.changed_at)),
    )


def asker_card(
    forwarded: ForwardedQuestion, base: Base, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return where a question stands, for its asker."""
    texts = texts.of(forwarded.routine)
    title = texts.say("enquiry.title")
    explained = texts.say(f"enquiry.explained_{forwarded.standing}")
    standing = texts.say(f"enquiry.{forwarded.standing}")
    body: list[CardElement] = [
        *lead_notice(lead),
        elements.heading(title),
        elements.paragraph(forwarded.question),
        elements.notice(explained, title=standing, tone="emphasis"),
        *_reply(forwarded, texts),
        elements.facts(_facts(forwarded, base, texts)),
        *_followed(forwarded, texts),
    ]
    return elements.card(body, _asker_actions(forwarded, texts), summary=title)


def reviewer_card(
    forwarded: ForwardedQuestion, base: Base, texts: Catalogue, *, lead: str | None = None
) -> Card:
    """Return a question for the reviewers, without its asker."""
    texts = texts.of(forwarded.routine)
    title = texts.say("question.title")
    body: list[CardElement] = [*lead_notice(lead), elements.heading(title)]
    if forwarded.standing is ForwardedStatus.WITHDRAWN:
        body.append(elements.notice(texts.say("question.withdrawn"), tone="emphasis"))
    else:
        body += [
            elements.paragraph(forwarded.question),
            *_reply(forwarded, texts),
            *_reply_form(forwarded, texts),
            elements.facts(_facts(forwarded, base, texts)),
        ]
    return elements.card(body, _reviewer_actions(forwarded, texts), summary=title)


def queue_card(waiting: Sequence[ForwardedQuestion], texts: Catalogue, *, skip: int = 0) -> Card:
    """Return the questions that wait for a reply."""
    title = texts.say("question.queue")
    rows = [
        elements.row(
            shortened(forwarded.question),
            OpenQuestion(language=texts.language, enquiry=forwarded.id),
            detail=texts.say("question.since", at=forwarded.sent_at),
        )
        for forwarded in waiting[skip : skip + ROWS]
    ]
    explain = texts.say("question.some" if rows else "question.none", count=len(waiting))
    following = OpenQuestion(language=texts.language, skip=skip + ROWS)
    actions = [*more_button(len(waiting), following, texts), _gaps(texts)]
    body = [elements.heading(title), elements.paragraph(explain), *rows]
    return elements.card(body, actions, summary=title)


def in_base_card(
    forwarded: ForwardedQuestion, passage: Passage | None, asked_in: Language, texts: Catalogue
) -> Card:
    """Tell a follower that the knowledge base has an answer."""
    title = texts.say("enquiry.in_base")
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say("answer.asked", question=forwarded.question)),
    ]
    if passage is not None:
        question = forwarded.question[:MAX_QUESTION]
        asked = Asked(answer=forwarded.answer_id, language=asked_in, question=question)
        press = ShowPassage(asked=asked, passage=passage.id)
        body.append(elements.row(passage.text_in(texts.language).title, press))
    else:
        body.append(elements.paragraph(texts.say("enquiry.ask_again")))
    opened = OpenForwarded(language=texts.language, enquiry=forwarded.id)
    return elements.card(body, [elements.execute(texts.say("case.open"), opened)], summary=title)


def follow_button(forwarded: ForwardedQuestion, texts: Catalogue) -> CardAction:
    """Return the button to follow the question, or to stop following it."""
    press = FollowForwarded(
        language=texts.language, enquiry=forwarded.id, follows=not forwarded.follows
    )
    return elements.execute(
        texts.say("enquiry.unfollow" if forwarded.follows else "enquiry.follow"), press
    )


def _reply(forwarded: ForwardedQuestion, texts: Catalogue) -> list[CardElement]:
    reply = forwarded.reply
    if reply is None:
        return []
    title = texts.say("enquiry.replied", name=reply.by.name, at=reply.at)
    return [elements.notice(reply.text, title=title, tone="good")]


def _reply_form(forwarded: ForwardedQuestion, texts: Catalogue) -> list[CardElement]:
    """Return the field right below the question: what opens under the buttons is out of view."""
    if forwarded.standing is not ForwardedStatus.WAITING:
        return []
    press = ReplyToQuestion(language=texts.language, enquiry=forwarded.id)
    send = elements.execute(texts.say("question.send"), press, primary=True)
    field = text_field("said.reply", texts.say("question.reply_words"), longest=LONGEST_REPLY)
    explain = elements.help_text(texts.say("question.explain"))
    return [field, explain, ActionSet(actions=[send])]


def _facts(forwarded: ForwardedQuestion, base: Base, texts: Catalogue) -> list[tuple[str, str]]:
    missing = [(texts.say("enquiry.missing"), forwarded.missing)] if forwarded.missing else []
    name = base.routine_named(forwarded.routine).text_in(texts.language).name
    return [
        *([(texts.say("enquiry.routine"), name)] if base.has_several else []),
        (texts.say("enquiry.shown"), _shown(forwarded, base, texts)),
        *missing,
        (texts.say("enquiry.sent"), texts.minute(forwarded.sent_at)),
        (texts.say("case.id"), forwarded.id),
    ]


def _shown(forwarded: ForwardedQuestion, base: Base, texts: Catalogue) -> str:
    """Return what the bot had answered; a passage no longer in the base goes by its id."""
    shown = forwarded.shown
    titles = [
        passage.text_in(texts.language).title if (passage := base.passages.get(name)) else name
        for name in shown.passages
    ]
    if not titles:
        return texts.say("enquiry.shown_nothing")
    key = "enquiry.shown_answer" if shown.text else "enquiry.shown_choice"
    return texts.say(key, titles="; ".join(titles))


def _followed(forwarded: ForwardedQuestion, texts: Catalogue) -> list[CardElement]:
    if forwarded.in_base_at is not None:
        sentence = texts.say("enquiry.told", at=forwarded.in_base_at)
    elif forwarded.follows:
        sentence = texts.say("enquiry.follows")
    else:
        return []
    return [elements.fine_print(sentence)]


def _asker_actions(forwarded: ForwardedQuestion, texts: Catalogue) -> list[CardAction]:
    actions: list[CardAction] = []
    if forwarded.standing is not ForwardedStatus.WITHDRAWN and forwarded.in_base_at is None:
        actions.append(follow_button(forwarded, texts))
    if forwarded.standing is ForwardedStatus.WAITING:
        press = WithdrawForwarded(language=texts.language, enquiry=forwarded.id)
        sure = elements.execute(texts.say("enquiry.withdraw_sure"), press)
        explain = elements.paragraph(texts.say("enquiry.withdraw_explain"))
        title = texts.say("enquiry.withdraw")
        actions.append(elements.opening(title, "enquiry.withdraw", [explain], sure))
    return [*actions, mine_button(texts)]


def _reviewer_actions(forwarded: ForwardedQuestion, texts: Catalogue) -> list[CardAction]:
    actions: list[CardAction] = []
    if forwarded.reply is not None:
        draft = DraftReply(language=texts.language, enquiry=forwarded.id)
        actions.append(elements.execute(texts.say("question.draft"), draft))
    queue = elements.execute(texts.say("question.queue"), OpenQuestion(language=texts.language))
    return [*actions, queue, _gaps(texts)]


def _gaps(texts: Catalogue) -> CardAction:
    return elements.execute(texts.say("gap.list"), ListGaps(language=texts.language))
