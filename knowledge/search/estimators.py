"""What we use of scikit-learn, for half of what importing it takes.

All of it imports `scipy.stats`, half a second of CPU, for functions that none of ours calls. In its
place stands a module that is imported once somebody uses it.
"""

# ruff: noqa: E402 -- it has to stand there first.
# scikit-learn comes without types.
# pyright: reportMissingTypeStubs=false

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["MultinomialNB", "TfidfTransformer"]


class ImportedWhenUsed(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


if "scipy.stats" not in sys.modules:
    sys.modules["scipy.stats"] = ImportedWhenUsed("scipy.stats")

from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.naive_bayes import MultinomialNB
