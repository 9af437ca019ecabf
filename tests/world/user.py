"""Somebody who writes to the bot and presses what is on its cards."""

from typing import Any

from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from tests.world.reading import button, executes, filled_in
from texts.catalogue import load_texts

TEXTS = load_texts().naming(load(SMALL_BASE).names)
SWEDISH = TEXTS.in_language("sv")


class User:
    """Somebody with a client in one language. A button goes by its key or title, a row by title."""

    def __init__(self, locale: str | None) -> None:
        self.locale = locale
        self._texts = TEXTS.in_language("en") if (locale or "").startswith("en") else SWEDISH

    def say(self, key: str, /, **facts: object) -> str:
        """Return a sentence of the bot in the language of this person's client."""
        return self._texts.say(key, **facts)

    def word(self, command: str) -> str:
        """Return what to write for *command*."""
        return self._texts.words(f"command.{command}")[0]

    async def writes(self, text: str) -> Any:
        """Write *text*, and return the card or the sentence that answers it."""
        raise NotImplementedError

    async def presses(self, card: Any, title: str) -> Any:
        """Press a button or row, and return the card, or the sentence, in place of *card*."""
        return await self._press(self._data(card, title))

    async def fills_in(self, card: Any, title: str, **entered: str) -> Any:
        """Fill in fields, named with `__` for the dot, and press a button."""
        return await self._press({**self._data(card, title), **filled_in(card, entered)})

    async def sends_on(self, card: Any) -> Any:
        """Look at what would be sent of *card*'s question, send it, and return the receipt."""
        look = await self._press(self._data_for(card, "forward"))
        return await self._press({**self._data_for(look, "send_on"), **filled_in(look, {})})

    def _data_for(self, card: Any, action: str) -> Any:
        """Return the data of the button that does *action*, in whatever language the card is."""
        return next(each["data"] for each in executes(card) if each["data"]["action"] == action)

    def _data(self, card: Any, title: str) -> Any:
        title = self.say(title) if self._texts.knows(title) else title
        return button(card, title)["data"]

    async def _press(self, data: Any) -> Any:
        raise NotImplementedError
