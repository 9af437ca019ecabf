"""The small base that most tests ask: a municipality that doesn't exist, and few passages."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.live.acceptance import open_snapshot
from knowledge.search.confidence import Classifier, LogisticModel
from knowledge.search.snapshot import Snapshot
from knowledge.source.loader import load
from storage import database
from tests.storage.servers import Postgres, postgres_server
from texts.catalogue import Texts, load_texts

SMALL_BASE = Path(__file__).parent / "bases" / "small"
REAL_BASE = Path(__file__).parent.parent / "knowledge" / "base"

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def texts() -> Texts:
    """What the bot says with the small base in use."""
    return load_texts().naming(load(SMALL_BASE).names)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers wait for what the database holds, however busy the machine is."""
    monkeypatch.setattr(database, "AT_ONCE_SECONDS", 30.0)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return open_snapshot(SMALL_BASE, tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def wary(small: Snapshot) -> Snapshot:
    """The small base, but never sure enough to answer: whatever is asked, it suggests."""
    weights = np.zeros_like(small.classifiers["sv"].right.weights)
    unsure = Classifier(
        right=LogisticModel(weights, -9.0), ours=LogisticModel(weights, 9.0), min_rare_share=0.0
    )
    return replace(small, classifiers=dict.fromkeys(LANGUAGES, unsure))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server for all tests of this process; `new_database` gives each what is its own."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def real_base() -> Base:
    return load(REAL_BASE)
