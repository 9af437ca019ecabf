"""What the bot says back: a card or a plain sentence, and what to note once it is said."""

from dataclasses import dataclass
from typing import Any

from questions.asked import AskedQuestion, LastQuestion


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `asked` and `last` are noted after it has been sent."""

    card: dict[str, Any] | None = None
    text: str | None = None
    asked: AskedQuestion | None = None
    last: LastQuestion | None = None
