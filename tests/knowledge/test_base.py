"""Every ground a passage may rest on has its words; what the bot does passes for nothing else."""

from itertools import product

import pytest

from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.passage import Basis
from texts.catalogue import Texts


@pytest.mark.parametrize(("basis", "language"), list(product(Basis, LANGUAGES)))
def test_every_basis_has_its_words(texts: Texts, basis: Basis, language: Language) -> None:
    assert texts.in_language(language).knows(f"basis.{basis}")


@pytest.mark.parametrize(
    "passage", ["starta-konto-blankett", "andra-ansokan-andra", "andra-ansokan-status"]
)
def test_what_the_bot_does_is_not_called_the_routine(real_base: Base, passage: str) -> None:
    assert real_base.passages[passage].basis is Basis.BOT
