"""The message extension: a search from the message box, and a question about a message.

Nothing of it is noted: a search is sent while it is typed, and a message is somebody else's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

from accounts.account import Account
from cards.actions import MAX_QUESTION
from cards.elements import Card
from cards.extension import (
    SearchHit,
    account_hit,
    account_text,
    page_of,
    passage_hit,
    private_card,
    sentence_card,
)
from core.entered_text import LONGEST_MESSAGE, plain
from core.incoming import Incoming, SearchQuery
from core.language import Language
from dialogs.looking_up import find_masked, look_up
from dialogs.refusals import too_long
from dialogs.router import Router
from dialogs.services import Services
from knowledge.account_form import AccountForm
from knowledge.base import Base
from knowledge.message.reading import read_message
from knowledge.passage import Passage
from knowledge.search.analysis import words
from knowledge.search.answers import Nothing
from questions.masking import mask
from texts.catalogue import Catalogue

PASSAGES, ACCOUNTS, ASK = "passages", "accounts", "ask"
"""The commands, by the names that the app package lists them under."""
SEARCHES = (PASSAGES, ACCOUNTS)
WORTH = 0.2
"""Share of the best result's score from which another is worth showing."""
LATELY = timedelta(days=90)
FREQUENT = 3
"""Times a passage must have answered to count as asked for: fewer may be one person's matter."""
MOST_ASKED = 10
_Found = TypeVar("_Found", Passage, Account)


class MessageExtension:
    """What Teams shows below the message box, and in a dialog over a message."""

    def __init__(self, services: Services, root: Router) -> None:
        self._services = services
        self._root = root
        self._told: dict[Language, tuple[object, Sequence[tuple[Account, str]]]] = {}
        """What each account is searched in, as of some state of the register."""

    async def search(self, incoming: Incoming) -> Sequence[SearchHit] | str:
        """Return a page of what was searched for, or the sentence on why there is nothing."""
        query, locale = incoming.query, self._services.base.language_of(incoming.locale)
        texts = self._services.texts(locale)
        if query is None or query.command not in SEARCHES:
            return texts.say("extension.unreadable")
        if len(query.text) > LONGEST_MESSAGE:
            return too_long(query.text, texts)
        if query.command == ACCOUNTS:
            return await self._accounts(query, locale)
        return await self._passages(query, incoming.locale)

    async def ask(self, incoming: Incoming) -> Card:
        """Return the answer to the text of a message, for whoever asked alone."""
        texts = self._services.texts(self._services.base.language_of(incoming.locale))
        if len(incoming.text) > LONGEST_MESSAGE:
            return sentence_card(too_long(incoming.text, texts))
        # A message is a conversation of its own: it follows up nothing that was asked before.
        alone = replace(incoming, conversation=f"{incoming.conversation}/{incoming.id}")
        reply = await self._root.on_text(alone)
        if reply is None:
            return sentence_card(texts.say("extension.no_question"))
        if reply.asked is not None:
            texts = self._services.texts(self._services.base.language_of(reply.asked.language))
        question = " ".join(mask(incoming.text).text.split())[:MAX_QUESTION]
        return private_card(reply.card or sentence_card(reply.text or ""), question, texts)

    async def press(self, incoming: Incoming) -> Card:
        """Return what a press in the dialog shows there next."""
        pressed = await self._root.on_press(incoming)
        return pressed.card or sentence_card(pressed.sentence or "")

    async def _passages(self, query: SearchQuery, locale: str | None) -> Sequence[SearchHit] | str:
        base, language = self._services.base, self._services.base.language_of(locale)
        if words(query.text):
            found, language = self._found(query.text, locale)
        else:
            since = self._services.clock() - LATELY
            found = most_asked(base, await self._services.store.answered_with(since=since))
        texts = self._services.texts(language)
        if not found:
            return texts.say("extension.nothing")

        def drawn(passage: Passage, whole: bool) -> SearchHit:
            chat = self._services.chat(passage.text_in(language).title)
            return passage_hit(passage, base, texts, chat, whole=whole)

        return page_of([partial(drawn, each) for each in _page(found, query)])

    def _found(self, text: str, locale: str | None) -> tuple[Sequence[Passage], Language]:
        """Return what answers *text*, best first, and in which language it was found.

        A word alone may be of any.
        """
        snapshot = self._services.live.current
        message, guessed = read_message(text, snapshot), snapshot.guesser.guess(text, locale)
        question = mask(message.question).text
        for language in sorted(self._services.base.languages, key=lambda each: each != guessed):
            alone = find_masked(snapshot, question, language)
            finding = look_up(snapshot, message, question, alone, language, last=None).finding
            if not isinstance(finding, Nothing):
                enough = WORTH * finding.matches[0].score
                return [each.passage for each in finding.matches if each.score >= enough], language
        return (), guessed

    async def _accounts(self, query: SearchQuery, language: Language) -> Sequence[SearchHit] | str:
        form, texts = self._services.base.account_form, self._services.texts(language)
        if form is None:
            return texts.say("walk.not_here")
        sought = plain(query.text).split()

        told = await self._accounts_told(form, texts)
        found = [each for each, text in told if all(word in text for word in sought)]
        if not found:
            return texts.say("extension.no_account")

        def drawn(account: Account, whole: bool) -> SearchHit:
            return account_hit(account, form, texts, self._services.register_url, whole=whole)

        return page_of([partial(drawn, each) for each in _page(found, query)])

    async def _accounts_told(
        self, form: AccountForm, texts: Catalogue
    ) -> Sequence[tuple[Account, str]]:
        """Return the public accounts with their texts, read anew where anything has changed."""
        cases, language = self._services.cases, texts.language
        as_of = (await cases.state(), self._services.base.hash)  # first: what is newer is new
        known, told = self._told.get(language, (None, ()))
        if as_of != known:
            public = [each for each in await cases.accounts() if each.is_public]
            told = [(each, plain(account_text(each, form, texts))) for each in public]
            self._told[language] = as_of, told
        return told


def _page(found: Sequence[_Found], query: SearchQuery) -> Sequence[_Found]:
    return found[query.skip : query.skip + query.count]


def most_asked(base: Base, answered: Mapping[str, int]) -> Sequence[Passage]:
    """Return the passage most asked for of each topic, the most asked topics first.

    *answered* is how often each passage has answered. Of a topic that nobody has asked about it is
    the first.
    """
    counted = {passage: times for passage, times in answered.items() if times >= FREQUENT}

    def times(passage: Passage) -> int:
        return counted.get(passage.id, 0)

    of_topics = [about for topic in base.topics() if (about := base.passages_about(topic.slug))]
    in_order = sorted(of_topics, key=lambda about: -sum(map(times, about)))
    return [max(about, key=times) for about in in_order[:MOST_ASKED]]
