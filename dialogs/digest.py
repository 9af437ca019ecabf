"""What several notices to one recipient say together, when they are sent."""

from collections.abc import Awaitable, Callable, Sequence

from cards.digest import digest_card, row_of
from core.outbox import REVIEW_CHANNEL, Message, Notice
from dialogs.notice_kinds import NOTICE_KINDS
from dialogs.services import Services

Write = Callable[[Notice, str], Awaitable[Message | None]]


class DigestWriter:
    """Gathers what *write* makes of each; what has become moot meanwhile is left out."""

    def __init__(self, write: Write, services: Services) -> None:
        self._write = write
        self._services = services

    async def __call__(self, notices: Sequence[Notice], language: str) -> Message | None:
        """Return the message: as each says it alone where there is one, else a row for each."""
        drawn = [(each, await self._write(each, language)) for each in notices]
        said = [(each, message) for each, message in drawn if message is not None]
        texts = self._services.texts(self._services.base.language_of(language))
        rows = {
            row_of(
                message.card,
                opens(each, texts.language).model_copy(update={"apart": True}),
                by=each.by.name if each.by and each.by.id != each.to else "",
            ): message
            for each, message in said
            if message.card is not None and (opens := NOTICE_KINDS[each.kind].opens)
        }
        if len(rows) <= 1:
            return said[-1][1] if said else None
        in_channel = notices[0].to == REVIEW_CHANNEL
        return Message(card=digest_card([*rows], texts, in_channel=in_channel))
