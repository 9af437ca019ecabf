"""Whether the bot is alive, and the state of the base it answers from."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from core.outbox import Backlog
from knowledge.live.current import BaseStatus
from yamlfile.problem import Problem

HEALTH = "/healthz"
READINESS = "/readyz"


def add_health(
    app: web.Application,
    standing: Callable[[], BaseStatus | None],
    backlog: Callable[[], Awaitable[Backlog | None]],
) -> None:
    """Add the two addresses to *app*.

    *standing* gives None while no question can be answered, *backlog* while the database can't
    be reached.
    """

    async def health(_request: web.Request) -> web.Response:
        return _json({"status": "alive"})

    async def readiness(_request: web.Request) -> web.Response:
        now = standing()
        if now is None:
            return _json({"status": "unavailable"}, status=503)
        return _json(_readiness(now, await backlog()))

    app.router.add_get(HEALTH, health)
    app.router.add_get(READINESS, readiness)


def _readiness(now: BaseStatus, backlog: Backlog | None) -> dict[str, Any]:
    """A refused change or an unreachable database degrades us: questions are still answered."""
    return {
        "status": "degraded" if now.refused or backlog is None else "ready",
        "base": {
            "hash": now.hash,
            "loaded_at": now.loaded_at.isoformat(timespec="seconds"),
            "pinned": now.pinned,
        },
        "refused": [_place_of(problem) for problem in now.refused],
        "outbox": _outbox(backlog) if backlog else None,
    }


def _outbox(backlog: Backlog) -> dict[str, Any]:
    oldest = backlog.oldest.isoformat(timespec="seconds") if backlog.oldest else None
    return {
        "waiting": backlog.waiting,
        "oldest": oldest,
        "refused": backlog.refused,
        "unaddressed": backlog.unaddressed,
    }


def _place_of(problem: Problem) -> str:
    path, place = problem.path.as_posix(), problem.place
    return f"{path}:{place.line}:{place.column} {problem.code}"


def _json(body: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})
