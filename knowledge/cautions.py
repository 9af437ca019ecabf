"""Legal risks that call for a second opinion, however sure the answer is."""

from knowledge.analysis import words
from knowledge.base import Base
from knowledge.passage import Language


def cautions_on(base: Base, question: str, language: Language) -> tuple[str, ...]:
    """Return whom to check with, for each risk whose words occur in *question*."""
    asked = words(question)
    return tuple(
        caution.text_in(language).check
        for caution in base.cautions
        if any(
            word.startswith(beginning)
            for beginning in caution.text_in(language).words
            for word in asked
        )
    )
