"""Activities as Teams' client sends them, for the chat in the terminal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any
from uuid import uuid4

_LOCALES = {"sv": ("sv-SE", "SE"), "en": ("en-GB", "GB")}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes activities for one window; *window* is what the server told when it opened."""

    window: dict[str, Any]
    lang: str
    clock: Callable[[], datetime]

    def message(self, text: str) -> dict[str, Any]:
        activity = self._activity("message")
        html = f"<p>{escape(text)}</p>"
        bot = self.window["bot"]
        if self.window["conversation"]["conversationType"] == "channel":
            mention = f"<at>{bot['name']}</at>"
            activity["entities"].append({"type": "mention", "text": mention, "mentioned": bot})
            text, html = f"{mention} {text}", f"<p>{mention}&nbsp;{escape(text)}</p>"
        attachments = [{"contentType": "text/html", "content": html}]
        return activity | {"text": text, "textFormat": "plain", "attachments": attachments}

    def execute(self, action: dict[str, Any], reply_to: str) -> dict[str, Any]:
        return self._activity("invoke") | {
            "name": "adaptiveCard/action",
            "replyToId": reply_to,
            "value": {"action": action | {"type": "Action.Execute"}, "trigger": "manual"},
        }

    def submit(self, value: object, reply_to: str) -> dict[str, Any]:
        return self._activity("message") | {"value": value, "replyToId": reply_to}

    def installed(self) -> list[dict[str, Any]]:
        """What Teams sends when the app is installed for somebody."""
        members = [{"id": self.window["bot"]["id"]}, {"id": self.window["person"]["id"]}]
        return [
            self._activity("installationUpdate") | {"action": "add"},
            self._activity("conversationUpdate") | {"membersAdded": members},
        ]

    def _activity(self, kind: str) -> dict[str, Any]:
        now = self.clock()
        locale, country = _LOCALES[self.lang]
        client = {"locale": locale, "country": country, "platform": "Terminal"}
        conversation = self.window["conversation"]
        return {
            "type": kind,
            "id": f"f:{uuid4()}",
            "timestamp": now.isoformat(timespec="milliseconds"),
            "localTimestamp": now.astimezone().isoformat(timespec="seconds"),
            "serviceUrl": self.window["serviceUrl"],
            "channelId": "msteams",
            "from": self.window["person"],
            "recipient": self.window["bot"],
            "conversation": conversation,
            "locale": locale,
            "channelData": {"tenant": {"id": conversation["tenantId"]}},
            "entities": [{"type": "clientInfo", **client}],
        }
