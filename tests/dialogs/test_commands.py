"""A command is known however it is written."""

import pytest

from core.language import Language
from dialogs.commands import Commands
from knowledge.message.around import without_around
from texts.catalogue import Texts

NAMES = ("help", "browse", "my_cases", "start_request", "go_on", "to_review", "gaps", "to_answer")


@pytest.fixture(scope="module")
def commands(texts: Texts) -> Commands:
    return Commands(texts, NAMES)


@pytest.mark.parametrize(
    ("written", "command", "language"),
    [
        ("mina ärenden", "my_cases", "sv"),
        ("mina arenden", "my_cases", "sv"),
        ("MINA ÄRENDEN!!", "my_cases", "sv"),
        ("Mina ärenden, tack", "my_cases", "sv"),
        ("visa mina ärenden", "my_cases", "sv"),
        ("Hej! Kan du visa mina ärenden?", "my_cases", "sv"),
        ("mina ärnden", "my_cases", "sv"),
        ("jag vill se mina ansökningar tack", "my_cases", "sv"),
        ("hjalp", "help", "sv"),
        ("Hjälp!", "help", "sv"),
        ("Hej, bläddra", "browse", "sv"),
        ("bläddra tack", "browse", "sv"),
        ("bladdra", "browse", "sv"),
        ("blädra", "browse", "sv"),
        ("@Rutinboten bläddra", "browse", "sv"),
        ("Rutinboten: visa ämnen", "browse", "sv"),
        ("starta ett konto, snälla", "start_request", "sv"),
        ("jag vill starta ett nytt konto", "start_request", "sv"),
        ("fortsatt", "go_on", "sv"),
        ("visa att granska", "to_review", "sv"),
        ("Visa luckor tack!", "gaps", "sv"),
        ("att besvara", "to_answer", "sv"),
        ("browse please", "browse", "en"),
        ("Hello, browse", "browse", "en"),
        ("show my cases", "my_cases", "en"),
        ("please show me my cases", "my_cases", "en"),
        ("My Cases.", "my_cases", "en"),
        ("hjlp", "help", "sv"),
        ("hjäp!", "help", "sv"),
        ("visa hjälpen", "help", "sv"),
        ("helpp", "help", "en"),
        ("help pls", "help", "en"),
        ("my csaes", "my_cases", "en"),
        ("lukcor", "gaps", "sv"),
        ("kan jag få bläddra", "browse", "sv"),
        ("starta ansökan", "start_request", "sv"),
        ("aply for an account", "start_request", "en"),
    ],
)
def test_a_command_survives_what_people_put_around_it(
    written: str, command: str, language: Language, commands: Commands
) -> None:
    assert commands.find(written, without_around(written), "sv") == (command, language)


@pytest.mark.parametrize(
    "written",
    [
        "tack",
        "kan du hjälpa mig",
        "visa",
        "Vem granskar ansökningar?",
        "får vi starta ett konto på TikTok",
        "vem ser mina ärenden",
        "hur hjälper jag en kollega som är hotad",
        "Hej! " + "visa mina ärenden " * 20,
        "",
    ],
)
def test_a_question_is_no_command(written: str, commands: Commands) -> None:
    assert commands.find(written, without_around(written), "sv") is None
