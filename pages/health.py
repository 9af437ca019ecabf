"""Whether the bot is alive, and how it is with the base it answers from."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from knowledge.live import Standing
from yamlfile.problem import Problem

HEALTH = "/healthz"
READINESS = "/readyz"


def add_health(app: web.Application, standing: Callable[[], Standing | None]) -> None:
    """Add the two addresses to *app*; *standing* gives None while no question can be answered."""

    async def health(_request: web.Request) -> web.Response:
        return _told({"status": "alive"})

    async def readiness(_request: web.Request) -> web.Response:
        now = standing()
        if now is None:
            return _told({"status": "unavailable"}, status=503)
        return _told(_readiness(now))

    app.router.add_get(HEALTH, health)
    app.router.add_get(READINESS, readiness)


def _readiness(now: Standing) -> dict[str, Any]:
    """A change that was refused doesn't take the bot out of use: it answers as it did."""
    return {
        "status": "degraded" if now.refused else "ready",
        "base": {
            "hash": now.hash,
            "loaded_at": now.loaded_at.isoformat(timespec="seconds"),
            "pinned": now.pinned,
        },
        "refused": [_place_of(problem) for problem in now.refused],
    }


def _place_of(problem: Problem) -> str:
    path, place = problem.path.as_posix(), problem.place
    return f"{path}:{place.line}:{place.column} {problem.code}"


def _told(body: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers={"Cache-Control": "no-store"})
