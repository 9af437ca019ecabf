"""Which words a dictionary doesn't know, asked of the worker once for each word."""

import logging
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import orjson
from cachetools import LRUCache

from core.language import Language
from editor.spelling.dictionaries import FOLDERS, LONGEST, RULES, WORDS, dictionary_of
from yamlfile.writing import write_whole

REMEMBERED = 100_000
"""Words of a language; a base of 245 texts has some three thousand."""
_WORTH_KEEPING = 50
"""Words that are learnt together; what somebody types is a word or two."""
_ROOT = Path(__file__).parent.parent.parent

logger = logging.getLogger(__name__)


class SpellChecker:
    """Asks the dictionaries of this machine; what they said is kept in memory and in *cache*."""

    def __init__(self, cache: Path, folders: Sequence[Path] = FOLDERS) -> None:
        self._folders = folders
        self._cache = cache
        self._worker = _Worker()
        self._lock = Lock()
        self._languages: dict[Language, _Known | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._worker.end()

    def unknown(self, language: Language, words: Collection[str]) -> set[str]:
        """Return those of *words* that aren't known; none, where no dictionary can be asked."""
        with self._lock:
            if (known := self._of(language)) is None:
                return set()
            new = [word for word in words if word not in known.is_right]
            answer = self._worker.ask(known.dictionary, new) if new else None
            if answer is not None:
                known.learn(new, set(answer))
            return {word for word in words if known.is_right.get(word) is False}

    def suggestions(self, language: Language, word: str) -> tuple[str, ...]:
        """Return what may have been meant, the likeliest first."""
        with self._lock:
            if (known := self._of(language)) is None or len(word) > LONGEST:
                return ()
            if word not in known.meant:
                answer = self._worker.ask(known.dictionary, [word], suggest=True)
                known.meant[word] = tuple(answer[0]) if answer else ()
            return known.meant[word]

    def _of(self, language: Language) -> "_Known | None":
        if language not in self._languages:
            path = dictionary_of(language, self._folders)
            self._languages[language] = _Known(path, self._cache) if path else None
        return self._languages[language]


class _Known:
    """What one dictionary has said: which words are right, and what others may have meant."""

    def __init__(self, dictionary: Path, cache: Path) -> None:
        self.dictionary = dictionary
        self._path = cache / f"spelling-{dictionary.name}-{_state(dictionary)}.json"
        self.is_right: LRUCache[str, bool] = LRUCache(REMEMBERED)
        self.is_right.update(_read(self._path))
        self.meant: LRUCache[str, tuple[str, ...]] = LRUCache(REMEMBERED)

    def learn(self, words: Collection[str], unknown: Collection[str]) -> None:
        self.is_right.update((word, word not in unknown) for word in words)
        if len(words) >= _WORTH_KEEPING:
            for outdated in self._path.parent.glob(f"spelling-{self.dictionary.name}-*"):
                outdated.unlink(missing_ok=True)
            write_whole(self._path, orjson.dumps(dict(self.is_right)))


def _read(path: Path) -> dict[str, bool]:
    try:
        told: object = orjson.loads(path.read_bytes())
    except (OSError, ValueError):  # there is none, or not a whole one
        return {}
    return told if isinstance(told, dict) else {}


def _state(dictionary: Path) -> str:
    """Return what is another once the dictionary is."""
    sizes = (dictionary.with_name(dictionary.name + end).stat() for end in (WORDS, RULES))
    return "-".join(f"{each.st_size:x}-{each.st_mtime_ns:x}" for each in sizes)


class _Worker:
    """The process that has the dictionaries; begun when it is asked, again once it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, dictionary: Path, words: list[str], *, suggest: bool = False) -> Any:
        """Return what it answers; None where it can't be asked."""
        asked = {"dictionary": str(dictionary), "words": words, "suggest": suggest}
        question = orjson.dumps(asked) + b"\n"
        was_running = self._process is not None
        answer = self._answer(question)
        if not answer and was_running:  # it had ended, since nobody asked for long
            answer = self._answer(question)
        if not answer:
            logger.warning("no answer from the dictionary %s", dictionary)
            return None
        return orjson.loads(answer)

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _answer(self, question: bytes) -> bytes:
        process = self._process = self._process or self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(question)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer:
            self.end()
        return answer

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "editor.spelling.worker"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
