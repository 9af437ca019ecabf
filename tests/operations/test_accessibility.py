"""The accessibility statement that a municipality completes and publishes."""

import pytest

from operations.__main__ import main


def test_the_statement_names_the_register_and_leaves_open_what_only_the_municipality_knows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("BOT_PUBLIC_URL", "https://boten.exempel.se")

    assert main(["accessibility-statement"]) == 0
    said = capsys.readouterr().out
    assert "https://boten.exempel.se/konton" in said
    assert "[e-post]" in said
    assert main(["accessibility-statement", "--lang", "en"]) == 0
    assert "[e-mail]" in capsys.readouterr().out
