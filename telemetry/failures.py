"""How what failed is logged: at an edge, with an id; once, where the same fails again and again."""

import logging
from dataclasses import dataclass

from telemetry.turn import turn_id


def log_failure(
    logger: logging.Logger, what: str, *facts: object, trace: BaseException | bool = True
) -> str:
    """Log *what* failed, filled in with *facts*, and return the id it is logged with: the turn's.

    *trace* is the exception where it isn't the one being handled; False where its trace might
    show what people wrote, or tells nothing.
    """
    error_id = turn_id()
    logger.error(f"{what}, error %s", *facts, error_id, exc_info=trace, stacklevel=2)
    return error_id


@dataclass(slots=True)
class _Failure:
    """What was last told of something that fails."""

    words: str
    error_id: str
    count: int = 1


class RecurringFailures:
    """Logs what fails at every try when it begins, when it fails otherwise, and when it is over."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger
        self._known = dict[str, _Failure]()

    def failed(self, what: str, error: Exception, *, trace: bool = True) -> str:
        """Log that *what* failed, unless it did so in the same words the last time.

        Without a *trace* those words are told. Returns the id it was logged with, then or now.
        """
        known, words = self._known.get(what), _words(error)
        if known is not None and known.words == words:
            known.count += 1
            return known.error_id
        told, shown = (what, error) if trace else (f"{what}: {words}", False)
        error_id = log_failure(self._logger, "%s", told, trace=shown)
        self._known[what] = _Failure(words, error_id)
        return error_id

    def is_well(self, what: str) -> None:
        """Note that *what* succeeds."""
        if (known := self._known.pop(what, None)) is not None:
            self._logger.info(
                "no longer: %s, error %s, %d times", what, known.error_id, known.count
            )


def _words(error: Exception) -> str:
    """What comes after the first line may differ each time: a statement, a place in a file."""
    first, *_ = str(error).splitlines() or [""]
    return f"{type(error).__name__} {first}"
