"""Every BOT_ variable with its default and what it is for, in the groups README lists them in.

A new one goes into its group here, and gets its row in README.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from settings.values import (
    Address,
    Day,
    Guid,
    Hosts,
    Keys,
    LogFormat,
    Names,
    Port,
    Site,
    Text,
    Token,
    YesOrNo,
    seconds,
    whole_number,
)


def variable(name: str, default: Any, help_text: str, *, secret: bool = False) -> Any:
    """Return the field of `BOT_` *name*; a *secret* is never shown."""
    return Field(
        default,
        alias=f"BOT_{name}",
        description=help_text,
        repr=not secret,
    )


class _Group(BaseModel):
    """Built as a part of `Settings` alone."""

    model_config = ConfigDict(defer_build=True)


class IdentitySettings(_Group):
    """Who the bot is, and whom it lets in."""

    app_id: Guid = variable("APP_ID", "", "the bot's app id in Entra")
    app_password: Text = variable("APP_PASSWORD", "", "the app's client secret", secret=True)
    secret_expires: Day = variable(
        "SECRET_EXPIRES", None, "the day the client secret ends, as 2027-03-31; told 30 days before"
    )
    certificate: Path = variable(
        "CERTIFICATE", None, "in place of the secret: a PEM or PFX file with certificate and key"
    )
    certificate_password: Text = variable(
        "CERTIFICATE_PASSWORD", "", "what that file is encrypted with", secret=True
    )
    managed_identity: YesOrNo = variable(
        "MANAGED_IDENTITY", False, "yes: a user-assigned managed identity in place of the secret"
    )
    secret_keys: Keys = variable(
        "SECRET_KEY",
        (),
        "32 random letters or more that links and pseudonyms are made with; "
        "several with commas between: the first signs, all verify",
        secret=True,
    )
    tenant_id: Guid = variable("TENANT_ID", "", "the municipality's tenant; no other is let in")
    authority: Address = variable(
        "AUTHORITY", "https://login.microsoftonline.com", "where the bot gets its own tokens"
    )
    service_hosts: Hosts = variable(
        "SERVICE_HOSTS", ("smba.trafficmanager.net",), "hosts that Teams' replies may be sent to"
    )
    openid_metadata_url: Address = variable(
        "OPENID_METADATA_URL",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "where Teams' signing keys are published",
    )
    reviewers: Names = variable(
        "REVIEWERS", (), "the first reviewers: Entra object ids, with commas between"
    )


class ServingSettings(_Group):
    """Where the bot is reached."""

    host: Text = variable(
        "HOST", "", "address to listen on; empty: all, or 127.0.0.1 in local mode"
    )
    port: Port = variable("PORT", 3978, "port to listen on")
    read_seconds: Annotated[float, seconds(0.1, 120)] = variable(
        "READ_SECONDS", 10.0, "seconds within which a request must have arrived"
    )
    idle_seconds: Annotated[float, seconds(1, 3600)] = variable(
        "IDLE_SECONDS", 75.0, "seconds a connection may stand idle; the proxy's own must be fewer"
    )
    most_connections: Annotated[int, whole_number(8, 100_000)] = variable(
        "CONNECTIONS", 500, "open connections at a time, at most half of the open files allowed"
    )
    person_per_minute: Annotated[int, whole_number(0, 1_000_000)] = variable(
        "PERSON_PER_MINUTE", 600, "activities a person may send in a minute; 0: no limit"
    )
    tenant_per_minute: Annotated[int, whole_number(0, 10_000_000)] = variable(
        "TENANT_PER_MINUTE", 18_000, "activities all may send in a minute; 0: no limit"
    )
    answer_days: Annotated[int, whole_number(1, 60)] = variable(
        "ANSWER_DAYS", 3, "working days within which questions that are sent on are mostly answered"
    )
    approval_days: Annotated[int, whole_number(14, 3650)] = variable(
        "APPROVAL_DAYS", 90, "days that an approval holds while no account comes of it"
    )
    public_url: Site = variable("PUBLIC_URL", "", "https address at which browsers reach `/konton`")
    accessibility_url: Address = variable(
        "ACCESSIBILITY_URL", "", "the municipality's accessibility statement, linked on `/konton`"
    )
    licence: Address = variable(
        "LICENCE",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "address of the licence that the register is open data under",
    )
    publisher: Address = variable(
        "PUBLISHER", "", "address that names the municipality in the register's description"
    )
    local: YesOrNo = variable(
        "DANGEROUSLY_LOCAL", False, "yes: no authentication, this machine only"
    )


class WorkshopSettings(_Group):
    """Whether reviewers write the base where the bot is served."""

    workshop: YesOrNo = variable(
        "WORKSHOP", False, "yes: reviewers who sign in write the base at `/verkstad/`"
    )
    workshop_second_reader: YesOrNo = variable(
        "WORKSHOP_SECOND_READER", False, "yes: what one reviewer publishes another must approve"
    )


class OperatingSettings(_Group):
    """What those who run the bot see of it."""

    log: LogFormat = variable("LOG", None, "json or text; empty: json, but text in local mode")
    metrics_token: Token = variable(
        "METRICS_TOKEN", "", "what /metrics and the details of /readyz are shown for", secret=True
    )
    outbox_minutes: Annotated[int, whole_number(1, 10_000)] = variable(
        "OUTBOX_MINUTES", 15, "minutes a message may wait to be sent before /readyz says so"
    )


class SendingSettings(_Group):
    """How what the bot says gets to Teams."""

    send_seconds: Annotated[float, seconds(0.1, 12)] = variable(
        "SEND_SECONDS", 8.0, "seconds within which Teams must take an answer; then it waits"
    )
    sends_per_second: Annotated[int, whole_number(0, 100_000)] = variable(
        "SENDS_PER_SECOND",
        50,
        "requests to Teams in a second; of a conversation fewer; 0: any",
    )
    reply_minutes: Annotated[int, whole_number(1, 1440)] = variable(
        "REPLY_MINUTES", 10, "minutes within which an answer that Teams didn't take is of use"
    )

    @property
    def replies_useful(self) -> timedelta:
        return timedelta(minutes=self.reply_minutes)


class StorageSettings(_Group):
    """Where things are kept."""

    database_url: Text = variable(
        "DATABASE_URL", "sqlite:///var/rutinboten.db", "where questions are kept", secret=True
    )
    connect_seconds: Annotated[float, seconds(0.1, 60)] = variable(
        "DATABASE_CONNECT_SECONDS", 3.0, "seconds within which the database must be reached"
    )
    lock_seconds: Annotated[float, seconds(0.1, 60)] = variable(
        "DATABASE_LOCK_SECONDS", 3.0, "seconds that one transaction waits for another"
    )
    statement_seconds: Annotated[float, seconds(0.1, 60)] = variable(
        "DATABASE_STATEMENT_SECONDS", 4.0, "seconds that the database may take over one statement"
    )
    connections: Annotated[int, whole_number(1, 100)] = variable(
        "DATABASE_CONNECTIONS", 4, "connections to PostgreSQL for writing, and as many for reading"
    )
    base_folder: Path = variable("BASE", Path("knowledge/base"), "the editors' folder")
    kept_bases_folder: Path = variable(
        "KEPT_BASES",
        None,
        "where bases that have been in use are kept; empty: `bases/` beside the database",
    )
    cache_folder: Path = variable(
        "CACHE", Path(".cache"), "where built indexes are kept; may be emptied"
    )


Days = Annotated[int, whole_number(0, 36_500)]


class RetentionSettings(_Group):
    """For how many days each kind of data is kept; 0: until somebody decides otherwise."""

    keep_answers: Days = variable("KEEP_ANSWERS_DAYS", 365, "days that asked questions are kept")
    keep_votes: Days = variable("KEEP_VOTES_DAYS", 365, "days that votes on answers are kept")
    keep_people: Days = variable(
        "KEEP_PEOPLE_DAYS", 730, "days that people are known who no longer turn to the bot"
    )
    keep_drafts: Days = variable(
        "KEEP_DRAFTS_DAYS", 90, "days that requests are kept which closed without being sent"
    )
    keep_requests: Days = variable(
        "KEEP_REQUESTS_DAYS", 0, "days that closed requests and accounts are kept; 0: for ever"
    )
    keep_questions: Days = variable(
        "KEEP_QUESTIONS_DAYS", 730, "days that forwarded questions and closed gaps are kept"
    )
    keep_notices: Days = variable(
        "KEEP_NOTICES_DAYS", 90, "days that messages are kept which could not be sent"
    )


class Settings(
    IdentitySettings,
    ServingSettings,
    WorkshopSettings,
    SendingSettings,
    OperatingSettings,
    StorageSettings,
    RetentionSettings,
):
    """What a running bot is told from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=False)
