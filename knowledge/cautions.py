"""Legal risks that call for a second opinion, however sure the answer is."""

import re
from functools import cache

from knowledge.analysis import words
from knowledge.base import Base
from knowledge.passage import Language


def cautions_on(base: Base, question: str, language: Language) -> tuple[str, ...]:
    """Return whom to check with, for each risk whose words occur in *question*."""
    asked = " ".join(words(question))
    return tuple(
        caution.text_in(language).check
        for caution in base.cautions
        if _beginnings(caution.text_in(language).words).search(asked)
    )


@cache
def _beginnings(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a word that begins like one of *beginnings*."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, beginnings))})")
