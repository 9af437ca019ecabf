"""Somebody who opens the tab: signed in by Entra, and what they read and press there."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from tests.pages.visitor import PageResponse
from tests.world.served_bot import ENTRA, ServedBot, entra_id
from tests.world.user import User
from tests.world.wire import APP_ID, TENANT_ID

RESOURCE = f"api://boten.example/{APP_ID}"


def sso_claims(bot: ServedBot, name: str) -> dict[str, Any]:
    """Return what Entra says of *name* to the tab."""
    return {
        "iss": f"{bot.authority}/{TENANT_ID}/v2.0",
        "aud": APP_ID,
        "tid": TENANT_ID,
        "oid": entra_id(name),
        "name": name.title(),
        "scp": "access_as_user",
        "ver": "2.0",
    }


@dataclass(frozen=True)
class TabPage(PageResponse):
    """What a press was answered with."""

    @property
    def text(self) -> str:
        """All that can be read in what stands below the ways."""
        return " ".join(each.text for each in self.all("main"))

    @property
    def sentence(self) -> str:
        return " ".join(each.text for each in self.all("p", **{"class": "sentence"}))

    def pressable(self) -> dict[str, Any]:
        """Return what each button carries, by what it says."""
        carried = [each for each in self.all("button") if "data-press" in each.attributes]
        return {each.text: orjson.loads(each.attributes["data-press"]) for each in carried}

    def held(self) -> dict[str, str]:
        """Return what stands in the fields that one writes in."""
        fields = [*self.all("input"), *self.all("textarea")]
        return {
            each.attributes["name"]: each.attributes.get("value", each.text)
            for each in fields
            if each.attributes.get("type") not in ("radio", "checkbox")
        }


class TabUser(User):
    """Somebody at the tab."""

    def __init__(self, bot: ServedBot, name: str, locale: str = "sv-SE") -> None:
        super().__init__(locale)
        self.bot = bot
        self.name = name

    async def opens(self) -> TabPage:
        return await self._press(None)

    async def presses(self, card: TabPage, title: str, **entered: str) -> TabPage:
        """Fill in fields, named with `__` for the dot, and press a button by its key or title."""
        title = self.say(title) if self._texts.knows(title) else title
        data = next(data for said, data in card.pressable().items() if said.startswith(title))
        fields = card.held() | {name.replace("__", "."): value for name, value in entered.items()}
        return await self._press(data, fields)

    async def _press(self, data: Any, fields: dict[str, str] | None = None) -> TabPage:
        body = {"id": str(uuid4()), "locale": self.locale, "press": data, "fields": fields or {}}
        token = ENTRA.token(**sso_claims(self.bot, self.name))
        answer = await post_to_tab(self.bot, orjson.dumps(body), f"Bearer {token}")
        assert answer.status == 200, answer.html
        return answer


async def post_to_tab(
    bot: ServedBot, body: bytes, authorization: str, kind: str = "application/json"
) -> TabPage:
    """Send *body* as the page's code does."""
    headers = {"Content-Type": kind, "Authorization": authorization}
    url = bot.url.replace("/api/messages", "/api/cases")
    async with bot.session.post(url, data=body, headers=headers) as response:
        return TabPage(response.status, dict(response.headers), await response.read())
