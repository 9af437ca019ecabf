"""An echo on Microsoft's newer Agents SDK, as its samples build it.

It needs `requirements/agents.txt`, which only measuring does, and so a Python of its own; hence it
stands alone. It listens, reads its keys and sends as the bots in `bench.echoes` do.
"""

# pyright: reportMissingImports=false

import asyncio
import os
from typing import Any

from aiohttp import web
from microsoft_agents.hosting.aiohttp import (
    CloudAdapter,
    jwt_authorization_middleware,
    start_agent_process,
)
from microsoft_agents.hosting.core import (
    AgentApplication,
    AgentAuthConfiguration,
    MemoryStorage,
    TurnContext,
    TurnState,
)
from microsoft_agents.hosting.core.authorization import _entra_issuers

from bench.echoes import TOKEN, serve

ISSUER = "https://api.botframework.com"


class _ConstantToken:
    """Gives one token for ever: acquiring tokens isn't what is measured."""

    async def get_access_token(self, *_arguments: object, **_named: object) -> str:
        return TOKEN


class _Connections:
    """Every request goes out with the same token."""

    def get_token_provider(self, *_arguments: object) -> _ConstantToken:
        return _ConstantToken()


def echo() -> web.Application:
    keys = os.environ["BENCH_METADATA_URL"].removesuffix("/openid") + "/keys"
    _entra_issuers.BOTFRAMEWORK_JWKS_URIS[ISSUER] = keys
    connections: Any = _Connections()
    adapter = CloudAdapter(connection_manager=connections)
    agent: Any = AgentApplication[TurnState](
        storage=MemoryStorage(), adapter=adapter, connection_manager=connections
    )

    @agent.activity("message")
    async def on_message(context: TurnContext, _state: TurnState) -> None:
        await context.send_activity(f"Echo: {context.activity.text}")

    async def messages(request: web.Request) -> web.StreamResponse:
        return await start_agent_process(request, agent, adapter) or web.Response(status=201)

    application = web.Application(middlewares=[jwt_authorization_middleware])
    application["agent_configuration"] = AgentAuthConfiguration(
        client_id=os.environ["BENCH_APP_ID"]
    )
    application.router.add_post("/api/messages", messages)
    return application


if __name__ == "__main__":
    asyncio.run(serve(echo()))
