"""The log: one JSON object a line, with the id of the turn; or text, for eyes."""

import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

import orjson

from telemetry.turn import current_turn

TEXT_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


def configure_logging(*, as_json: bool) -> None:
    """Send every logger of this process to standard error, from INFO on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if as_json else logging.Formatter(TEXT_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class JsonFormatter(logging.Formatter):
    """Renders a record as one JSON object, with what was logged in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, object] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        }
        event |= {key: said for key, said in vars(record).items() if key not in _OF_EVERY_RECORD}
        if (now := current_turn()) is not None:
            event["turn"] = now.id
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            event["stack"] = self.formatStack(record.stack_info)
        try:
            return _as_json(event)
        except TypeError:  # half an emoji, or an integer of more than 64 bits
            return _as_json({_readable(key): _readable(said) for key, said in event.items()})


def _as_json(event: Mapping[str, object]) -> str:
    return orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode()


def _readable(said: object) -> str:
    return str(said).encode(errors="replace").decode()
