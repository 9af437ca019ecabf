import pytest

from config import SettingsError, load_settings

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


def test_without_an_app_id_the_bot_starts_in_local_mode_only() -> None:
    with pytest.raises(SettingsError, match="BOT_APP_ID: missing"):
        load_settings({})


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "sala.se"])
def test_local_mode_answers_this_machine_only(host: str) -> None:
    with pytest.raises(SettingsError, match="BOT_HOST"):
        load_settings(LOCAL | {"BOT_HOST": host})


def test_local_mode_listens_on_loopback_unless_told_otherwise() -> None:
    assert load_settings(LOCAL).host == "127.0.0.1"


def test_local_mode_and_an_app_id_exclude_each_other() -> None:
    with pytest.raises(SettingsError, match="not allowed in local mode"):
        load_settings(LOCAL | TEAMS)


def test_secrets_are_never_shown() -> None:
    assert "hush" not in repr(load_settings(TEAMS))
