import pytest

from knowledge.search.snapshot import Snapshot
from tests.world.dialog_bot import DialogBot
from texts.catalogue import Texts


@pytest.fixture
def bot(small: Snapshot, texts: Texts) -> DialogBot:
    """A bot with Rut and Rolf as reviewers."""
    return DialogBot(small, texts, "rut", "rolf")
