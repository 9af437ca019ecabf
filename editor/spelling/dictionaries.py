"""The Hunspell dictionaries of this machine: a word list (.dic) and its rules (.aff), by language.

Swedish comes with the Python package hunspell-sv, English with the browser code's packages
(`frontend/build.mjs`), any other with what the operating system has installed.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from core.language import Language

FOLDERS = (
    Path(__file__).parent.parent.parent / "frontend" / "dist" / "dictionaries",
    Path(sys.prefix) / "share" / "hunspell",
    Path("/usr/share/hunspell"),
    Path("/Library/Spelling"),
)
WORDS, RULES = ".dic", ".aff"
LONGEST = 60
"""Letters of a word that is looked up: splitting a longer one into its parts takes long."""


def dictionary_of(language: Language, folders: Iterable[Path] = FOLDERS) -> Path | None:
    """Return where the dictionary of *language* lies, without an ending; None where none does."""
    for folder in folders:
        found = (*folder.glob(f"{language}{WORDS}"), *sorted(folder.glob(f"{language}_??{WORDS}")))
        for path in found:
            if path.with_suffix(RULES).is_file():
                return path.with_suffix("")
    return None
