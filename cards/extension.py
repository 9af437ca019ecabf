"""What a message extension offers: a passage or an account, to be put into a conversation.

Whoever it is put before may never have met the bot, so nothing in it calls the bot: its buttons
open the source, and a chat.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

import orjson
from microsoft_teams.cards.core import Action as CardAction
from microsoft_teams.cards.core import CardElement

from accounts.account import Account
from cards import elements
from cards.actions import Asked
from cards.answer import Shown, quotation, warnings
from cards.case_parts import title_of
from cards.contacts import contact_lines
from cards.elements import Card
from cards.ground import ground_lines, ground_text, reading_lines
from cards.markup import Markdown
from cards.register import address_fact, public_facts
from core.incoming import ShownIn
from knowledge.account_form import AccountForm
from knowledge.base import Base
from knowledge.passage import Passage
from texts.catalogue import Catalogue

MAX_PAGE_BYTES = 28_000
"""Of all the results that are sent at once, as they are sent."""
SHORT_NAME, SHORT_DETAIL = 40, 80
"""Characters of an account's name and address in a list that has no room for more."""
AROUND_HIT = 200
"""Bytes that stand around each of them."""
SEARCHED = "searched"
"""Stands for the id of an answer: nothing was asked."""
_IN_PREVIEWS = str.maketrans("<>", "\u2039\u203a")
"""Teams reads some HTML in them, and people name accounts as they like."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result: what is read in the list, and the card it puts into the conversation."""

    title: str
    detail: str
    card: Card


Draw: TypeAlias = Callable[[bool], SearchHit]
"""Draws a result, whole or with the least that says what it is."""


def page_of(results: Sequence[Draw]) -> list[SearchHit]:
    """Return *results*, best first, as many of them whole as there is room for.

    A search asks for the page after these by how many it wanted, so that none may be left out.
    """
    whole = [draw(True) for draw in results]
    if sum(map(_size, whole)) <= MAX_PAGE_BYTES:
        return whole
    least = [draw(False) for draw in results]
    room = MAX_PAGE_BYTES - sum(map(_size, least))
    grown = accumulate(_size(one) - _size(other) for one, other in zip(whole, least, strict=True))
    fitting = sum(more <= room for more in grown)
    return [*whole[:fitting], *least[fitting:]]


def _size(hit: SearchHit) -> int:
    return len(orjson.dumps([hit.title, hit.detail, hit.card])) + AROUND_HIT


def passage_hit(
    passage: Passage, base: Base, texts: Catalogue, chat: str | None, *, whole: bool = True
) -> SearchHit:
    """Return the passage in short, with what it rests on; *chat* opens a chat that asks for it."""
    text = passage.text_in(texts.language)
    asked = Asked(answer=SEARCHED, language=texts.language)
    shown = Shown(asked, passage, shown_in=ShownIn.THREAD)
    body: list[CardElement] = [
        elements.heading(text.title),
        *quotation(shown, texts),
        *(contact_lines(passage, base, texts) if whole else ()),
        *warnings(shown, texts),
        *ground_lines(passage, base, texts),
        *reading_lines(passage, base, texts, in_short=True),
    ]
    actions: list[CardAction] = []
    if chat:
        actions.append(elements.open_url(texts.say("extension.whole"), chat))
    if url := base.sources[passage.source.id].url:
        actions.append(elements.open_url(texts.say("button.open_source"), url))
    said = (text.title, text.short if whole else None)
    summary = Markdown("\n\n".join(part for part in said if part))
    card = elements.card(body, actions, summary=summary)
    return _hit(text.title, ground_text(passage, base, texts), card)


def account_hit(
    account: Account,
    form: AccountForm,
    texts: Catalogue,
    register: str | None,
    *,
    whole: bool = True,
) -> SearchHit:
    """Return what the public may read of *account*; *register* is where all of them stand."""
    title = title_of(account, form, texts)
    facts = public_facts(account, form, texts) if whole else address_fact(account, texts)
    body: list[CardElement] = [elements.heading(title), elements.facts(facts)]
    actions = [elements.open_url(texts.say("registered.open"), register)] if register else []
    detail = ", ".join(value for _, value in facts)
    if whole:
        return _hit(title, detail, elements.card(body, actions, summary=f"{title}\n{detail}"))
    short = _cut(account.name, SHORT_NAME)
    return _hit(short, _cut(detail, SHORT_DETAIL), elements.card(body, actions, summary=short))


def account_text(account: Account, form: AccountForm, texts: Catalogue) -> str:
    """Return what an account is searched in: just what its card shows."""
    told = (value for _, value in public_facts(account, form, texts))
    return "\n".join((title_of(account, form, texts), *told))


def sentence_card(sentence: str) -> Card:
    """Return a dialog that has nothing but a sentence to say."""
    return elements.card([elements.paragraph(sentence)], [], summary=sentence)


def private_card(whole: Card, question: str, texts: Catalogue) -> Card:
    """Return an answer as the dialog shows it: above it what it answers, and that it is private."""
    lead: list[CardElement] = [
        elements.fine_print(texts.say("extension.only_you")),
        elements.paragraph(texts.say("answer.asked", question=question)),
    ]
    return elements.with_more(whole, lead, first=True)


def _cut(text: str, longest: int) -> str:
    return f"{text[:longest]}…" if len(text) > longest else text


def _hit(title: str, detail: str, card: Card) -> SearchHit:
    return SearchHit(title.translate(_IN_PREVIEWS), detail.translate(_IN_PREVIEWS), card)
