"""Whether the bot is alive and ready: for balancers the word, for those who run it everything."""

import hmac
from typing import Any

from aiohttp import web

from core.loopback import is_loopback, names_loopback
from pages.checkup import Checkup, Findings
from telemetry.metrics import Metrics
from yamlfile.problem import Problem

HEALTH, READINESS, METRICS = "/healthz", "/readyz", "/metrics"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
_NOT_STORED = {"Cache-Control": "no-store"}


class HealthPages:
    """The three addresses; all but the bare status is for whoever has the token, or is here."""

    def __init__(self, checkup: Checkup, metrics: Metrics, *, token: str = "") -> None:
        """*token* is what a caller elsewhere shows to see everything; empty: nobody may."""
        self._checkup = checkup
        self._metrics = metrics
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(HEALTH, self._health),
            web.get(READINESS, self._readiness),
            web.get(METRICS, self._exposition),
        ]

    async def _health(self, _request: web.Request) -> web.Response:
        return _json({"status": "alive"})

    async def _readiness(self, request: web.Request) -> web.Response:
        found = await self._checkup.findings()
        body = _details(found) if self._may_see_all(request) else {"status": found.status}
        return _json(body, status=503 if found.reasons else 200)

    async def _exposition(self, request: web.Request) -> web.Response:
        if not self._may_see_all(request):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"} | _NOT_STORED)
        await self._checkup.findings()
        return web.Response(
            body=self._metrics.exposition(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"} | _NOT_STORED,
        )

    def _may_see_all(self, request: web.Request) -> bool:
        if self._token:
            shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if hmac.compare_digest(shown.encode(errors="replace"), self._token.encode()):
                return True
        return _is_from_here(request)


def _is_from_here(request: web.Request) -> bool:
    """Whether somebody on this machine asks for themselves, not a proxy for somebody elsewhere."""
    return (
        is_loopback(request.remote or "")
        and names_loopback(request.headers.get("Host", ""))
        and not any(name in request.headers for name in _FORWARDED)
    )


def _details(found: Findings) -> dict[str, Any]:
    base, storage = found.base, found.storage
    return {
        "status": found.status,
        "reasons": {str(reason): sentence for reason, sentence in found.reasons.items()},
        "base": base
        and {
            "hash": base.hash,
            "loaded_at": base.loaded_at.isoformat(timespec="seconds"),
            "pinned": base.pinned,
        },
        "refused": [_place_of(problem) for problem in base.refused] if base else [],
        "outbox": storage
        and {
            "waiting": storage.backlog.waiting,
            "oldest": storage.backlog.oldest
            and storage.backlog.oldest.isoformat(timespec="seconds"),
            "stuck": storage.backlog.stuck,
            "refused": storage.backlog.refused,
            "unaddressed": storage.backlog.unaddressed,
        },
        "database_seconds": storage and round(storage.seconds, 4),
        "signing_keys_age_seconds": _rounded(found.keys_age),
        "token_age_seconds": _rounded(found.token_age),
        "credentials_days_left": found.credentials_days,
    }


def _rounded(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _place_of(problem: Problem) -> str:
    path, place = problem.path.as_posix(), problem.place
    return f"{path}:{place.line}:{place.column} {problem.code}"


def _json(body: dict[str, Any], *, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=_NOT_STORED)
