from collections.abc import Callable
from typing import Any

import pytest

from cards.answer import Shown, answer_card
from knowledge.base import Base
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from texts.catalogue import Texts


@pytest.fixture(scope="session", params=["small", "real"])
def base(request: pytest.FixtureRequest, small: Snapshot, real_base: Base) -> Base:
    """Each base in turn: what holds of cards must hold over both."""
    return {"small": small.base, "real": real_base}[request.param]


@pytest.fixture
def small_card(small: Snapshot, texts: Texts) -> Callable[..., Any]:
    """Make the card of the passage on registering comments; what is given is shown with it."""
    base = small.base

    def make(question: str = "Måste vi?", back: str | None = None, **shown: Any) -> Any:
        passage = base.passages["diarieforing-kommentarer"]
        before = base.passages[back] if back else None
        showing = Shown(asked("sv", question), passage, back=before, **shown)
        return answer_card(showing, base, texts.in_language("sv"))

    return make
