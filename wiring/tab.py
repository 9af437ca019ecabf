"""The tab: a press on it goes the way of a press on a card, and its card is made a page."""

from dataclasses import replace

from aiohttp import web

from channel.rate_limit import RateLimit
from channel.sso import SignIn
from channel.tab import TabEndpoint
from core.incoming import Incoming
from dialogs.router import Router
from dialogs.services import Services
from pages.tab_page import first_press, tab_part
from settings.groups import Settings
from telemetry.metrics import Metrics

TAB_ENDPOINT = web.AppKey("tab_endpoint", TabEndpoint)


def tab_endpoint(
    settings: Settings,
    services: Services,
    router: Router,
    sign_in: SignIn,
    *,
    metrics: Metrics,
    rate_limit: RateLimit,
) -> TabEndpoint:
    """Return what answers presses on the tab."""

    async def answer(incoming: Incoming) -> str:
        language = services.base.language_of(incoming.locale)
        if incoming.data is None:
            incoming = replace(incoming, data=first_press(language))
        pressed = await router.on_press(incoming)
        shown = pressed.news or pressed
        return tab_part(
            shown.card,
            pressed.sentence,
            services.texts(language),
            here=_action(incoming.data),
            reviews=services.has_accounts and await services.reviewers.is_reviewer(incoming.person),
        )

    return TabEndpoint(
        sign_in,
        answer,
        router.apology,
        rate_limit=rate_limit,
        metrics=metrics,
        read_timeout_seconds=settings.read_seconds,
    )


def _action(data: object) -> str:
    return str(data.get("action", "")) if isinstance(data, dict) else ""
