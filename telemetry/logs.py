"""The log: one JSON object a line, with the id of the turn; or text, for eyes."""

import logging
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from telemetry.turn import current_turn

TEXT_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def configure_logging(*, as_json: bool) -> None:
    """Send every logger of this process to standard error, from INFO on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_formatter() if as_json else logging.Formatter(TEXT_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def json_formatter() -> logging.Formatter:
    """Return what renders a record of the standard library's loggers as one JSON object."""
    return structlog.stdlib.ProcessorFormatter(
        # What comes before: the parts of the record that the standard library made.
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _add_turn,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_serialized),
        ],
    )


def _add_turn(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if (now := current_turn()) is not None:
        event["turn"] = now.id
    return event


def _serialized(event: Any, **_options: Any) -> str:
    return orjson.dumps(event, default=repr).decode()
