"""A stand-in for Teams' connector: the REST calls that the bot answers through."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from localchat.conversations import Activity, Conversations, NoSuchActivity
from localchat.people import BadName, ChatPerson, ChatPlace, person_with_id, place_with_id

CONNECTOR_PREFIX = "/connector"

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ConnectorStandIn:
    """The routes under `CONNECTOR_PREFIX`, where the bot and people alike post what they write."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def routes(self) -> list[web.RouteDef]:
        everywhere = f"{CONNECTOR_PREFIX}/v3/conversations"
        here = everywhere + "/{conversation}"
        activity = here + "/activities/{activity}"
        return [
            web.post(everywhere, _answering_faults(self._create)),
            web.post(f"{here}/activities", _answering_faults(self._post)),
            web.post(activity, _answering_faults(self._post)),
            web.put(activity, _answering_faults(self._update)),
            web.delete(activity, _answering_faults(self._delete)),
            web.get(f"{here}/members", _answering_faults(self._members)),
            web.get(here + "/members/{member}", _answering_faults(self._member)),
            web.get(f"{CONNECTOR_PREFIX}/users", self._users),
        ]

    async def _users(self, _request: web.Request) -> web.Response:
        """Answer as Teams' people picker does: with everybody there is, who are those met here."""
        accounts = (person.as_account() for person in self._conversations.everybody())
        return web.json_response(
            [{"id": each["aadObjectId"], "name": each["name"]} for each in accounts]
        )

    async def _create(self, request: web.Request) -> web.Response:
        """Begin a personal conversation, as a bot does to write to somebody unasked."""
        body = await _json_object(request)
        place = ChatPlace(_first_member(body).name, is_channel=False)
        self._conversations.at(place)
        created = {"id": place.id}
        if "activity" in body:
            first = _checked_activity(body["activity"])
            created["activityId"] = self._conversations.post(place, first)
        return web.json_response(created, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        activity = _checked_activity(await _json_object(request))
        if reply_to := request.match_info.get("activity"):
            activity |= {"replyToId": reply_to}
        return web.json_response({"id": self._conversations.post(_place(request), activity)})

    async def _update(self, request: web.Request) -> web.Response:
        activity = _checked_activity(await _json_object(request))
        activity_id = request.match_info["activity"]
        self._conversations.at(_place(request)).update(activity_id, activity)
        return web.json_response({"id": activity_id})

    async def _delete(self, request: web.Request) -> web.Response:
        self._conversations.at(_place(request)).delete(request.match_info["activity"])
        return web.json_response({})

    async def _members(self, request: web.Request) -> web.Response:
        people = self._conversations.at(_place(request)).people.values()
        return web.json_response([person.as_member() for person in people])

    async def _member(self, request: web.Request) -> web.Response:
        person = person_with_id(request.match_info["member"])
        if person.id not in self._conversations.at(_place(request)).people:
            raise BadName(person.id)
        return web.json_response(person.as_member())


class _BadRequest(Exception):
    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status


def _answering_faults(handler: _Handler) -> _Handler:
    """Return *handler* with faults answered in the shape of Teams' connector."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except _BadRequest as fault:
            return _fault(fault.status, "BadSyntax", str(fault))
        except BadName as fault:
            return _fault(404, "ConversationNotFound", f"nobody and nothing is called {fault}")
        except NoSuchActivity as fault:
            return _fault(404, "ActivityNotFoundInConversation", f"no activity {fault}")

    return answer


def _fault(status: int, code: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status)


def _place(request: web.Request) -> ChatPlace:
    return place_with_id(request.match_info["conversation"])


async def _json_object(request: web.Request) -> dict[str, Any]:
    # Asking for JSON by name keeps other sites' pages from posting here: a browser sends this
    # content type across origins only where the server allows it.
    if request.content_type != "application/json":
        raise _BadRequest(415, "the body must be application/json")
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise _BadRequest(400, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise _BadRequest(400, "the body is not a JSON object")
    return body


def _checked_activity(activity: object) -> Activity:
    if not isinstance(activity, dict) or not isinstance(activity.get("type"), str):
        raise _BadRequest(400, "an activity is an object with a type")
    if not isinstance(activity.get("attachments", []), list):
        raise _BadRequest(400, "attachments is not a list")
    return activity


def _first_member(body: dict[str, Any]) -> ChatPerson:
    match body.get("members"):
        case [{"id": str(person_id)}, *_]:
            try:
                return person_with_id(person_id)
            except BadName:
                raise _BadRequest(400, f"no such person: {person_id}") from None
        case _:
            raise _BadRequest(400, "members[0].id is missing")
