"""Which command a message is: a word or two, with whatever courtesy people put around it."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from core.language import Language
from knowledge.message.around import Around
from knowledge.search.talk import folded
from texts.catalogue import Texts

SHORTEST = 6
"""Letters of a command that may hold a wrong keystroke: a shorter one is near some other word."""
SHORTEST_ALONE = 4
"""The same where nothing stands beside it, and what is meant or written has a letter more."""


class Commands:
    """The commands of every language we have sentences in, by what people write."""

    def __init__(self, texts: Texts, commands: Iterable[str]) -> None:
        self._commands: dict[Language, dict[str, str]] = {
            each.language: {
                " ".join(folded(word)): command
                for command in commands
                for word in each.words(f"command.{command}")
            }
            for each in texts.written()
        }
        self._around = {
            each.language: frozenset(
                word for phrase in each.words("command.around") for word in folded(phrase)
            )
            for each in texts.written()
        }
        self._longest = max(len(each) for known in self._commands.values() for each in known)

    def find(self, text: str, around: Around, locale: Language) -> tuple[str, Language] | None:
        """Return the command in *text*, whose core *around* holds.

        A word of several languages follows the client's locale.

        What it says exactly goes before what it says with courtesy, and that before a misspelling.
        """
        if len(text) > 3 * self._longest:
            return None
        core = folded(around.core)
        bare = {
            language: " ".join([word for word in core if word not in around_it])
            for language, around_it in self._around.items()
        }
        if min(map(len, bare.values())) > self._longest + 1:
            return None
        written = " ".join(folded(text))
        in_order = sorted(bare, key=lambda each: each != locale)
        for said in (dict.fromkeys(bare, written), dict.fromkeys(bare, " ".join(core)), bare):
            for language in in_order:
                if command := self._commands[language].get(said[language]):
                    return command, language
        for language in in_order:
            shortest = SHORTEST_ALONE if bare[language] == written else SHORTEST
            if command := self._nearest(bare[language], language, shortest):
                return command, language
        return None

    def _nearest(self, written: str, language: Language, shortest: int) -> str | None:
        if not shortest <= len(written) <= self._longest + 1:
            return None
        near = {
            command
            for known, command in self._commands[language].items()
            if len(known) >= shortest
            and max(len(known), len(written)) > SHORTEST_ALONE
            and known[0] == written[0]  # "källa" is no "hallå"
            and OSA.distance(written, known, score_cutoff=1) <= 1
        }
        return near.pop() if len(near) == 1 else None
