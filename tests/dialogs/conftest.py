import pytest

from knowledge.search.snapshot import Snapshot
from tests.dialogs.talk import Talk, Talker
from texts.catalogue import Texts


@pytest.fixture
def talk(small: Snapshot, texts: Texts) -> Talk:
    return Talk(small, texts)


@pytest.fixture
def wary_talk(wary: Snapshot, texts: Texts) -> Talk:
    """A bot that is never sure, and suggests whatever it is asked."""
    return Talk(wary, texts)


@pytest.fixture
def anna(talk: Talk) -> Talker:
    return talk.person("anna")
