"""A short question that leans on the one before it: "och på Instagram då?"."""

import re

from knowledge.analysis import words
from knowledge.passage import Language

MAX_WORDS = 8
"""A longer question stands on its own, however it begins."""
MAX_LENGTH = 400
"""Characters kept of the questions before, so that a chain of follow-ups doesn't grow."""

_OPENINGS = {
    "sv": (
        "och|men|eller|fast|då|om det|i så fall|gäller det|gäller detsamma|samma sak|även|också"
        "|hur är det|vad gäller"
    ),
    "en": (
        "and|but|or|then|what about|how about|what if|does that|does the same|same for|also"
        "|in that case|is that"
    ),
}
_ENDINGS = {"sv": "då|också|med", "en": "then|too|as well"}


def looks_like_follow_up(question: str, language: Language) -> bool:
    """Whether *question* is short and begins or ends like one that continues another."""
    text = question.strip().lower()
    if not 0 < len(words(text)) <= MAX_WORDS:
        return False
    opens = re.match(rf"({_OPENINGS[language]})\b", text)
    return bool(opens or re.search(rf"\b({_ENDINGS[language]})\s*\?*$", text))


def joined(before: str | None, question: str) -> str:
    """Return the question to look up: the follow-up after the question before it, if any."""
    return f"{before[-MAX_LENGTH:]} {question}" if before else question
