"""The manifest of the Teams app, in Swedish, and what differs from it in another language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yarl import URL

from cards.browse import REQUESTS, what_it_does
from channel.invokes import TEXT_PARAMETER
from channel.sso import resource
from core.language import Language
from dialogs.extension import ACCOUNTS, ASK, SEARCHES
from knowledge.base import Base
from pages.about_pages import PRIVACY, SUPPORT, TERMS
from pages.register_page import REGISTER
from pages.tab_page import TAB
from texts.catalogue import Catalogue, Texts

SCHEMA_VERSION = "1.30"
DEFAULT_LANGUAGE: Language = "sv"
_ACCENT = "#123f5a"
COMMANDS: dict[str, tuple[str, ...]] = {
    "personal": (
        *("help", "browse", "start_request", "go_on", "my_cases"),
        *("confirm", "take_over", "my_data"),
    ),
    "team": ("help", "browse", "review_here"),
    "groupChat": ("help", "browse"),
}
"""By scope. Where others look on, nothing is listed that is one's own."""
PROMPTS = 3
LONGEST_SHORT = 80
"""Characters of the short description; Microsoft's schema says so."""

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What one municipality's package says that another's doesn't."""

    app_id: str
    public_url: str
    """Without a slash at its end."""
    version: str

    @property
    def host(self) -> str:
        return URL(self.public_url).host or ""


def file_of(language: Language) -> str:
    return f"{language}.json"


def manifest_in(language: Language, app: AppFacts, base: Base, texts: Texts) -> Manifest:
    """Return the whole manifest with the sentences of *language*."""
    words = texts.naming(base.names).in_language(language)
    return {
        "$schema": "https://developer.microsoft.com/json-schemas/teams/"
        f"v{SCHEMA_VERSION}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": app.version,
        "id": app.app_id,
        "localizationInfo": _languages(base),
        "developer": {
            "name": base.routine.text_in(DEFAULT_LANGUAGE).municipality,
            "websiteUrl": f"{app.public_url}{SUPPORT}",
            "privacyUrl": f"{app.public_url}{PRIVACY}",
            "termsOfUseUrl": f"{app.public_url}{TERMS}",
        },
        "name": {"short": words.say("app.name"), "full": words.say("app.full_name")},
        "description": {
            "short": _in_short(words),
            "full": _described(base, words),
        },
        "icons": {
            "color": "color.png",
            "outline": "outline.png",
            "color32x32": "color32x32.png",
        },
        "accentColor": _ACCENT,
        "defaultInstallScope": "personal",
        "bots": [_bot(language, app, base, words)],
        "composeExtensions": [_extension(app, base, words)],
        "staticTabs": _tabs(app, base, words),
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [app.host],
        "webApplicationInfo": {"id": app.app_id, "resource": resource(app.host, app.app_id)},
    }


def translation(original: Manifest, translated: Manifest) -> dict[str, str]:
    """Return the sentences of *translated* that differ, by the paths Teams knows them by."""
    before = dict(_leaves(original, ""))
    return {
        path: text
        for path, text in _leaves(translated, "")
        if before[path] != text or path in ("name.short", "description.short", "description.full")
    }


def _languages(base: Base) -> Manifest:
    return {
        "defaultLanguageTag": DEFAULT_LANGUAGE,
        "additionalLanguages": [
            {"languageTag": language, "file": file_of(language)}
            for language in base.languages
            if language != DEFAULT_LANGUAGE
        ],
    }


def _bot(language: Language, app: AppFacts, base: Base, words: Catalogue) -> Manifest:
    has_accounts = base.account_form is not None
    lists = {
        scope: [
            _command(name, words, has_accounts=has_accounts)
            for name in names
            if has_accounts or name not in REQUESTS
        ]
        for scope, names in COMMANDS.items()
    }
    lists["personal"] += _prompts(language, base)
    return {
        "botId": app.app_id,
        "scopes": list(COMMANDS),
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": [
            {"scopes": [scope], "commands": commands} for scope, commands in lists.items()
        ],
    }


def _command(name: str, words: Catalogue, *, has_accounts: bool) -> Manifest:
    """Return a command as the help card tells of it."""
    what = what_it_does(name, words, has_accounts=has_accounts)
    return {
        "title": words.words(f"command.{name}")[0],
        "description": what[:1].upper() + what[1:],
    }


def _prompts(language: Language, base: Base) -> list[Manifest]:
    """Return the questions to begin with, the same as the welcome shows."""
    return [
        {
            "type": "prompt",
            "title": base.topic(passage.topic).text_in(language),
            "description": passage.text_in(language).title,
            "prompt": passage.text_in(language).title,
        }
        for passage in base.examples(PROMPTS)
    ]


def _extension(app: AppFacts, base: Base, words: Catalogue) -> Manifest:
    """Return what is at hand in the message box, and in the menu of a message."""
    searches = [name for name in SEARCHES if name != ACCOUNTS or base.account_form]
    return {
        "botId": app.app_id,
        "commands": [
            *(_search(name, words) for name in searches),
            {
                "id": ASK,
                "type": "action",
                "context": ["message"],
                "fetchTask": True,
                "title": words.say(f"extension.{ASK}"),
                "description": words.say(f"extension.{ASK}_explain"),
            },
        ],
    }


def _search(name: str, words: Catalogue) -> Manifest:
    return {
        "id": name,
        "type": "query",
        "context": ["compose"],
        "initialRun": True,
        "title": words.say(f"extension.{name}"),
        "description": words.say(f"extension.{name}_explain"),
        "parameters": [
            {
                "name": TEXT_PARAMETER,
                "title": words.say("extension.search"),
                "description": words.say("extension.search_explain"),
                "inputType": "text",
            }
        ],
    }


def _in_short(words: Catalogue) -> str:
    """Return what the bot is for; without what it is about where Teams takes no more."""
    whole = words.say("app.in_short")
    return whole if len(whole) <= LONGEST_SHORT else words.say("app.in_shorter")


def _described(base: Base, words: Catalogue) -> str:
    keys = ("app.in_full", "app.accounts") if base.account_form else ("app.in_full",)
    return " ".join(words.say(key) for key in keys)


def _tabs(app: AppFacts, base: Base, words: Catalogue) -> list[Manifest]:
    register, cases = f"{app.public_url}{REGISTER}", f"{app.public_url}{TAB}"
    tabs: list[Manifest] = [
        {"entityId": "conversations", "scopes": ["personal"]},
        {
            "entityId": "cases",
            "name": words.say("app.cases_tab"),
            "contentUrl": f"{cases}?lang={{locale}}",  # filled in by Teams
            "websiteUrl": cases,
            "scopes": ["personal"],
        },
    ]
    if base.account_form is not None:
        tabs.append(
            {
                "entityId": "register",
                "name": words.say("app.register_tab"),
                "contentUrl": register,
                "websiteUrl": register,
                "scopes": ["personal"],
            }
        )
    return [*tabs, {"entityId": "about", "scopes": ["personal"]}]


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Give each text in *value* with its path, as `bots[0].commandLists[1].commands[0].title`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]")
    elif isinstance(value, str):
        yield path, value
