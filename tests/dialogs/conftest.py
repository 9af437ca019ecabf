import pytest

from knowledge.search.snapshot import Snapshot
from tests.world.dialog_bot import DialogBot, DialogUser
from texts.catalogue import Texts


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    return DialogBot(small, texts)


@pytest.fixture
def wary_bot(wary: Snapshot, texts: Texts) -> DialogBot:
    """A bot that is never sure, and suggests whatever it is asked."""
    return DialogBot(wary, texts)


@pytest.fixture
def anna(bot: DialogBot) -> DialogUser:
    return bot.person("anna")
