"""Puts the local chat into a server."""

from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from core.loopback import names_loopback
from localchat.connector_stand_in import CONNECTOR_PREFIX, ConnectorStandIn
from localchat.conversations import Conversations
from localchat.events import EVENTS_PATH, EventStream
from localchat.page import ASSETS_PATH, ChatPage, add_security_headers
from texts.catalogue import Texts

_OWN_PATHS = (EVENTS_PATH, f"{CONNECTOR_PREFIX}/", ASSETS_PATH)
_BUILT_PAGE = Path(__file__).parent.parent / "frontend" / "dist"


def add_local_chat(
    app: web.Application,
    *,
    bot_id: str,
    texts: Texts,
    built_page: Path = _BUILT_PAGE,
    heartbeat_seconds: float = 15,
) -> None:
    """Mount the chat page at ``/`` and the connector stand-in at ``/connector``.

    For local mode only: nobody signs in, so the chat can be reached only by a name that always
    means this machine. The bot itself is expected at ``/api/messages`` of the same server.
    """
    conversations = Conversations({"id": bot_id, "name": "Rutinboten"})
    events = EventStream(conversations, heartbeat_seconds=heartbeat_seconds)

    async def close_windows(_app: web.Application) -> None:
        conversations.close_windows()

    app.add_routes(ConnectorStandIn(conversations).routes())
    app.add_routes(ChatPage(built_page, texts).routes())
    app.add_routes([web.get(EVENTS_PATH, events.follow)])
    app.middlewares.append(_only_from_this_machine)
    app.on_response_prepare.append(add_security_headers)
    app.on_shutdown.append(close_windows)


@web.middleware
async def _only_from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    ours = request.path == "/" or request.path.startswith(_OWN_PATHS)
    if ours and not names_loopback(request.host):
        raise web.HTTPForbidden(text="host is not ours")
    return await handler(request)
