import pytest

from core.person import Person
from knowledge.search.snapshot import Snapshot
from tests.world.dialog_bot import DialogBot, DialogUser
from texts.catalogue import Texts


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    """A bot with Rut and Rolf as reviewers."""
    return DialogBot(small, texts, "rut", "rolf")


@pytest.fixture
def wary_bot(wary: Snapshot, texts: Texts) -> DialogBot:
    """A bot that is never sure, and suggests whatever it is asked."""
    return DialogBot(wary, texts)


@pytest.fixture
def anna(bot: DialogBot) -> DialogUser:
    return bot.person("anna")


@pytest.fixture
def rut(bot: DialogBot) -> DialogUser:
    return bot.person("rut")


@pytest.fixture
def maria(bot: DialogBot) -> DialogUser:
    """The manager, whom the bot has met."""
    bot.uow.people.met.append(Person("aad-maria", "Maria"))
    return bot.person("maria")
