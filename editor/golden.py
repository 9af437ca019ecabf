"""Write the list of test questions that the bot is known to miss."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from knowledge.passage import Miss

_HEADER = """\
# Provfrågor (must_answer) som boten ännu inte hittar rätt text till. Listan ska vara sann:
# en fråga som börjar gå bra tas bort, och en som slutar gå bra ska rättas, inte läggas till.
# Skriv om listan med: python -m editor golden --write
"""


def write_known(path: Path, found: Iterable[Miss]) -> None:
    """Write the misses to a file, in order."""
    entries = [
        {"passage": miss.passage, "language": miss.language, "question": miss.question}
        for miss in sorted(found)
    ]
    text = yaml.safe_dump({"misses": entries}, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(_HEADER + text, "utf-8")
