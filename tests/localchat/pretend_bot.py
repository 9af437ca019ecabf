"""A bot of our own for tests of the local chat: keeps what it is sent, answers with a card."""

import asyncio
from typing import Any
from urllib.parse import quote

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from localchat.mount import add_local_chat
from texts.catalogue import load_texts

BOT = {"id": "28:pretend", "name": "Rutinboten"}
CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"


class PretendBot:
    """Behind ``/api/messages``. Set *answer_status* or *invoke_answer* to make it misbehave."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.answer_status = 200
        self.invoke_answer: dict[str, Any] = card_answer(a_topic_card())
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self._arrived = asyncio.Condition()

    async def messages(self, request: web.Request) -> web.Response:
        activity = await request.json()
        async with self._arrived:
            self.received.append(activity)
            self._arrived.notify_all()
        await self.may_answer.wait()
        if self.answer_status != 200:
            return web.Response(status=self.answer_status)
        if activity["type"] == "invoke":
            return web.json_response(self.invoke_answer)
        if activity.get("text"):
            await self.send(a_message(card=an_answer_card()))
        return web.Response()

    async def has_received(self, kind: str, count: int = 1) -> dict[str, Any]:
        """The latest activity of this *kind*, as soon as there are *count* of them."""

        def of_kind() -> list[dict[str, Any]]:
            return [activity for activity in self.received if activity["type"] == kind]

        async with self._arrived:
            await asyncio.wait_for(self._arrived.wait_for(lambda: len(of_kind()) >= count), 10)
            return of_kind()[-1]

    async def send(self, activity: dict[str, Any]) -> str:
        """Write to whoever wrote last, and return the id of what was written."""
        answer = await self._call("POST", "", activity)
        return answer["id"]

    async def update(self, activity_id: str, activity: dict[str, Any]) -> None:
        await self._call("PUT", f"/{activity_id}", activity)

    async def delete(self, activity_id: str) -> None:
        await self._call("DELETE", f"/{activity_id}", None)

    async def _call(self, method: str, path: str, activity: object) -> dict[str, Any]:
        latest = self.received[-1]
        conversation = quote(latest["conversation"]["id"], safe="")
        url = f"{latest['serviceUrl']}v3/conversations/{conversation}/activities{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=activity) as response,
        ):
            response.raise_for_status()
            return await response.json()


def a_server(bot: PretendBot, *, port: int | None = None, **options: Any) -> TestServer:
    app = web.Application()
    add_local_chat(app, bot_id=BOT["id"], **{"texts": load_texts(), **options})
    app.router.add_post("/api/messages", bot.messages)
    return TestServer(app, port=port)


def a_message(text: str = "", *, card: dict[str, Any] | None = None) -> dict[str, Any]:
    attachments = [{"contentType": CARD, "content": card}] if card else []
    return {"type": "message", "text": text, "attachments": attachments, "from": BOT}


def card_answer(card: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "type": CARD, "value": card}


def text_answer(text: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": MESSAGE, "value": text}


def a_card(*body: dict[str, Any], actions: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": actions or []}


def a_text(text: str, **looks: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def a_press(title: str, verb: str, **data: Any) -> dict[str, Any]:
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": data}


def a_row(title: str, verb: str) -> dict[str, Any]:
    label = {"type": "Column", "width": "stretch", "items": [a_text(title)]}
    arrow = {"type": "Column", "width": "auto", "items": [a_text("→", isSubtle=True)]}
    return {
        "type": "ColumnSet",
        "separator": True,
        "spacing": "Small",
        "columns": [label, arrow],
        "selectAction": a_press(title, verb, topic=title),
    }


def an_answer_card() -> dict[str, Any]:
    facts = [
        {"title": "Källa", "value": "Rutin för sociala medier, Diarieföring"},
        {"title": "Version", "value": "2023-05-04"},
        {"title": "Gäller", "value": "Salas egen rutin"},
    ]
    return a_card(
        a_text("Måste vi diarieföra kommentarer på Facebook?", style="heading"),
        a_text(
            "För det mesta inte. Registrera däremot:\n\n"
            "- klagomål och synpunkter på verksamheten\n"
            "- sådant som leder till ett ärende\n\n"
            "**Fråga registraturen** om du är osäker."
        ),
        {"type": "FactSet", "facts": facts, "separator": True},
        a_text("Liknande frågor", weight="Bolder", spacing="Medium"),
        a_row("Vad är en allmän handling?", "show"),
        a_row("Hur länge ska kommentarer sparas?", "show"),
        a_text("Citat ur rutinen, inte skapat av AI.", isSubtle=True, size="Small"),
        actions=[
            a_press("Hjälpte", "helpful"),
            a_press("Hjälpte inte", "not-helpful"),
            a_press("Skicka frågan till Kommunikationsenheten", "forward"),
            {"type": "Action.OpenUrl", "title": "Öppna på sala.se", "url": "https://sala.se/rutin"},
        ],
    )


def a_topic_card() -> dict[str, Any]:
    return a_card(
        a_text("Vad är en allmän handling?", style="heading"),
        a_text("En handling som förvaras hos kommunen och är inkommen eller upprättad där."),
        a_row("Måste vi diarieföra kommentarer på Facebook?", "show"),
        actions=[a_press("Hjälpte", "helpful")],
    )


def a_form_card() -> dict[str, Any]:
    return a_card(
        a_text("Nytt konto"),
        {
            "type": "Input.Text",
            "id": "unit",
            "label": "Enhet",
            "isRequired": True,
            "errorMessage": "Skriv enhetens namn",
        },
        {
            "type": "Input.ChoiceSet",
            "id": "platform",
            "label": "Plattform",
            "choices": [
                {"title": "Facebook", "value": "facebook"},
                {"title": "Instagram", "value": "instagram"},
            ],
        },
        actions=[a_press("Skicka", "request", step="first")],
    )
