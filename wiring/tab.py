"""The tab: a press on it goes the way of a press on a card, and its card is made a page."""

from dataclasses import replace

from aiohttp import web
from yarl import URL

from channel.rate_limit import RateLimit
from channel.sso import SignIn
from channel.tab import TabEndpoint
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.router import Router
from dialogs.services import Services
from pages.tab_page import first_press, tab_part
from settings.groups import Settings
from storage.turn_records import TurnRecords
from telemetry.metrics import Metrics

WORKSHOP = "/verkstad"
"""Where reviewers write the base, where that is turned on."""
TAB_ENDPOINT = web.AppKey("tab_endpoint", TabEndpoint)


def tab_endpoint(
    settings: Settings,
    services: Services,
    router: Router,
    sign_in: SignIn,
    *,
    records: TurnRecords,
    metrics: Metrics,
    rate_limit: RateLimit,
) -> TabEndpoint:
    """Return what answers presses on the tab."""

    async def answer(incoming: Incoming) -> str:
        language = services.base.language_of(incoming.locale)
        if incoming.data is None:
            incoming = replace(incoming, data=first_press(language))
        pressed = await router.on_press(incoming)
        await records.add(shown=pressed.shown_elsewhere(incoming.person))
        shown = pressed.news or pressed
        is_reviewer = await services.reviewers.is_reviewer(incoming.person)
        return tab_part(
            shown.card,
            pressed.sentence,
            services.texts(language),
            here=_action(incoming.data),
            reviews=services.has_accounts and is_reviewer,
            workshop=_workshop(settings, incoming.person, language) if is_reviewer else "",
        )

    return TabEndpoint(
        sign_in,
        answer,
        router.apology,
        rate_limit=rate_limit,
        metrics=metrics,
        read_timeout_seconds=settings.read_seconds,
    )


def _workshop(settings: Settings, person: Person, language: Language) -> str:
    """Return where *person* writes the base; empty where nobody does."""
    if not settings.workshop:
        return ""
    who = {"as": person.name} if settings.local else {}
    return str(URL(f"{WORKSHOP}/").with_query(lang=language, **who))


def _action(data: object) -> str:
    return str(data.get("action", "")) if isinstance(data, dict) else ""
