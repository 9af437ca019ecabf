"""The register as open data: CSV for spreadsheets, JSON for programs (docs/register.md)."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from accounts.form import OTHER, PLATFORM
from core.clock import swedish_day
from core.language import LANGUAGES, Language
from knowledge.account_form import AccountForm
from pages.register_entries import PHONE, RegisterEntry
from pages.rendering import machine_time
from texts.catalogue import Catalogue

SCHEMA_VERSION = 1
COLUMNS = ("name", "platform", "unit", "purpose", "contact", "address", "standing", "registered")


@dataclass(frozen=True, slots=True)
class Publication:
    """By whom, and under what, the register is published."""

    site: str = ""
    """The https address that browsers reach it at."""
    accessibility_url: str = ""
    licence: str = ""
    publisher: str = ""


_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


_ACCOUNT_NAME = re.compile(r"@[^\W\d][\w.]{0,60}")


def as_csv(shown: Sequence[RegisterEntry], texts: Catalogue) -> bytes:
    """Return the entries as a Swedish Excel opens them: semicolons, UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([texts.say(f"register.column.{column}") for column in COLUMNS])
    writer.writerows([harmless(cell) for cell in _cells(each, texts)] for each in shown)
    return f"{_BYTE_ORDER_MARK}{text.getvalue()}".encode()


def harmless(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula.

    A phone number with its country, or the name of an account, is none, and stays as it is.
    """
    if PHONE.fullmatch(cell) or _ACCOUNT_NAME.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_SIGNS) else cell


def as_json(
    shown: Sequence[RegisterEntry],
    form: AccountForm,
    *,
    municipality: str,
    updated_at: datetime | None,
    closed: Sequence[RegisterEntry] = (),
) -> bytes:
    """Return the entries under names that stay the same within one schema version."""
    register = {
        "schema": "account-register",
        "schema_version": SCHEMA_VERSION,
        "municipality": municipality,
        "updated": machine_time(updated_at) if updated_at else None,
        "accounts": [_account(each, form) for each in shown],
        "closed_accounts": [_closed(each, form) for each in closed],
    }
    return orjson.dumps(register, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_description(publication: Publication, texts: Catalogue) -> bytes:
    """Return what portals read of the register: DCAT-AP-SE, as JSON-LD."""
    page = f"{publication.site}/konton"
    publisher = {"@type": "foaf:Agent", "foaf:name": texts.say("names.municipality")}
    if publication.publisher:
        publisher["@id"] = publication.publisher
    dataset = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dcterms:title": {"@language": texts.language, "@value": texts.say("register.title")},
        "dcterms:description": {
            "@language": texts.language,
            "@value": texts.say("register.lead"),
        },
        "dcterms:publisher": publisher,
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{page}.{kind}"},
                "dcterms:format": media,
                "dcterms:license": {"@id": publication.licence},
            }
            for kind, media in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }
    return orjson.dumps(dataset, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_addresses(shown: Sequence[RegisterEntry]) -> bytes:
    """Return the addresses alone, one a line: an account that isn't among them isn't ours."""
    return "".join(f"{each.address}\n" for each in shown).encode()


def _cells(entry: RegisterEntry, texts: Catalogue) -> tuple[str, ...]:
    return (
        entry.name,
        entry.platform_name,
        entry.unit,
        entry.purpose,
        entry.contact,
        entry.address,
        texts.say(f"standing.{entry.standing}"),
        swedish_day(entry.registered_at).isoformat(),
    )


def _account(entry: RegisterEntry, form: AccountForm) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "platform": entry.platform,
        "platform_name": {language: _platform(entry, form, language) for language in LANGUAGES},
        "unit": entry.unit,
        "purpose": entry.purpose,
        "contact": entry.contact,
        "address": entry.address,
        "link": f"/konton#{entry.id}",
        "standing": entry.standing.value,
        "registered": swedish_day(entry.registered_at).isoformat(),
    }


def _closed(entry: RegisterEntry, form: AccountForm) -> dict[str, Any]:
    """Return what an account was and until when; nobody answers at its contact any longer."""
    told = ("id", "name", "platform", "platform_name", "unit", "address", "registered")
    was = _account(entry, form)
    until = swedish_day(entry.closed_at).isoformat() if entry.closed_at else None
    return {**{name: was[name] for name in told}, "closed": until}


def _platform(entry: RegisterEntry, form: AccountForm, language: Language) -> str:
    """Return the platform in words; one that isn't in the list has the name that was given."""
    words = form.answer_text(PLATFORM, entry.platform, language)
    return entry.platform_name if entry.platform == OTHER else words
