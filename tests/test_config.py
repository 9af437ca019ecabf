"""The settings: what is wrong is named at once, and the bot never starts open to the world."""

from pathlib import Path

import pytest

from config import SETTINGS, SettingsError, load_kept_bases_folder, load_settings

LOCAL = {"BOT_DANGEROUSLY_LOCAL": "yes"}
TEAMS = {
    "BOT_APP_ID": "7d1f3f0e-5a53-4a3c-9a6e-2f0d9c1b6a11",
    "BOT_APP_PASSWORD": "hush",
    "BOT_TENANT_ID": "3b1c8f52-90d4-4c1e-8a77-5f6f6f0a2c33",
}


def test_every_bad_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(LOCAL | {"BOT_PORT": "many", "BOT_PROT": "80"})

    assert str(caught.value) == "BOT_PORT: 'many' is not a whole number; BOT_PROT: no such setting"


def test_what_is_not_ours_in_the_environment_is_left_alone() -> None:
    assert load_settings(LOCAL | {"PATH": "/bin", "ROBOT_PORT": "x"}).port == 3978


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert load_settings(LOCAL | {"BOT_PORT": ""}) == load_settings(LOCAL)


@pytest.mark.parametrize("missing", TEAMS)
def test_in_teams_nothing_of_the_bots_identity_may_be_missing(missing: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value for name, value in TEAMS.items() if name != missing})

    assert [fault.partition(":")[0] for fault in caught.value.faults] == [missing]


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "::", "sala.se", "127.0.0.1.sala.se"])
def test_local_mode_answers_this_machine_only(host: str) -> None:
    with pytest.raises(SettingsError, match="BOT_HOST"):
        load_settings(LOCAL | {"BOT_HOST": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_local_mode_may_be_told_which_loopback_to_use(host: str) -> None:
    assert load_settings(LOCAL | {"BOT_HOST": host}).host == host


def test_local_mode_listens_on_loopback_unless_told_otherwise() -> None:
    assert load_settings(LOCAL).host == "127.0.0.1"


def test_in_teams_the_bot_listens_to_all() -> None:
    assert load_settings(TEAMS).host == "0.0.0.0"


@pytest.mark.parametrize("name", TEAMS)
def test_local_mode_and_a_real_identity_exclude_each_other(name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name}: not allowed in local mode"):
        load_settings(LOCAL | {name: TEAMS[name]})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_DANGEROUSLY_LOCAL", "perhaps"),
        ("BOT_APP_ID", "rutinboten"),
        ("BOT_APP_ID", f"{TEAMS['BOT_APP_ID']}x"),
        ("BOT_TENANT_ID", "sala.se"),
        ("BOT_PORT", "65536"),
        ("BOT_PORT", "-1"),
        ("BOT_READ_SECONDS", "soon"),
        ("BOT_READ_SECONDS", "0"),
        ("BOT_READ_SECONDS", "nan"),
        ("BOT_SERVICE_HOSTS", "https://smba.trafficmanager.net/"),
        ("BOT_SERVICE_HOSTS", " , "),
        ("BOT_OPENID_METADATA_URL", "http://login.botframework.com/"),
        ("BOT_OPENID_METADATA_URL", "http://localhost.evil.example/"),
    ],
)
def test_a_value_that_cannot_be_right_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(TEAMS | {name: value})

    assert [fault.partition(":")[0] for fault in caught.value.faults] == [name]


def test_values_are_read_as_what_they_are() -> None:
    settings = load_settings(
        TEAMS
        | {
            "BOT_PORT": "8080",
            "BOT_READ_SECONDS": "2.5",
            "BOT_BASE": "/srv/base",
            "BOT_SERVICE_HOSTS": "SMBA.trafficmanager.net, 127.0.0.1",
            "BOT_TENANT_ID": TEAMS["BOT_TENANT_ID"].upper(),
        }
    )

    assert (settings.port, settings.base_folder) == (8080, Path("/srv/base"))
    assert settings.read_seconds == 2.5
    assert settings.service_hosts == ("smba.trafficmanager.net", "127.0.0.1")
    assert settings.tenant_id == TEAMS["BOT_TENANT_ID"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "var/bases"),
        ({"BOT_DATABASE_URL": "sqlite:////data/bot.db"}, "/data/bases"),
        ({"BOT_DATABASE_URL": "postgresql+psycopg://bot@db.example/bot"}, "var/bases"),
        ({"BOT_DATABASE_URL": "sqlite:////data/bot.db", "BOT_KEPT_BASES": "/kept"}, "/kept"),
    ],
)
def test_bases_are_kept_beside_the_database(told: dict[str, str], expected: str) -> None:
    assert load_settings(LOCAL | told).kept_bases_folder == Path(expected)
    assert load_kept_bases_folder(told | {"BOT_PORT": "wrong"}) == Path(expected)


@pytest.mark.parametrize("secret", ["hush", "correct-horse"])
def test_secrets_are_never_shown(secret: str) -> None:
    database = f"postgresql://bot:{secret}@db.example/bot"
    settings = load_settings(TEAMS | {"BOT_APP_PASSWORD": secret, "BOT_DATABASE_URL": database})

    assert secret not in repr(settings)


def test_every_setting_says_what_it_is_for() -> None:
    assert [setting.name for setting in SETTINGS if not setting.help] == []
