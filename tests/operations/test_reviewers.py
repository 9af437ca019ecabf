"""python -m operations reviewers: the list changed from a terminal."""

import pytest

from operations.__main__ import main

pytestmark = pytest.mark.usefixtures("url")

RUT, EVA = "0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"


def test_a_reviewer_and_a_deputy_are_added_listed_and_ended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["reviewers", "list"]) == 0
    assert capsys.readouterr().out.startswith("Det finns inga granskare än.")
    assert main(["reviewers", "add", RUT.upper()]) == 0
    assert main(["reviewers", "deputy", EVA, RUT, "2126-07-01", "2126-07-31"]) == 0
    capsys.readouterr()

    assert main(["reviewers", "list"]) == 0
    rut, eva = capsys.readouterr().out.splitlines()
    assert rut.startswith(f"{RUT}  {RUT}  från ")
    assert eva == f"{EVA}  {EVA}  2126-07-01 till och med 2126-07-31  Ersätter {RUT}"

    assert main(["reviewers", "end", EVA]) == 0
    assert capsys.readouterr().out == "Antal uppdrag som avslutas: 1.\n"
    assert main(["verify-audit"]) == 0
    assert "Antal rader: 3." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["end", RUT], "Då blir det ingen kvar som granskar. Lägg till en ny granskare först."),
        (["end", EVA], 'Det finns inget att ändra här längre. Skriv "granskare"'),
        (["add", EVA, "--from", "i morgon"], "Skriv dagen som ett datum: 2026-11-25."),
        (["add", EVA, "--to", "2020-01-01"], "Sista dagen måste komma efter den första"),
        (["deputy", RUT, EVA, "2126-07-01", "2126-07-31"], "Den som ska ersättas är inte"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    main(["reviewers", "add", RUT])

    assert main(["reviewers", *arguments]) == 1
    assert capsys.readouterr().err.startswith(sentence)


def test_a_name_in_place_of_an_id_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reviewers", "add", "Rut"]) == 2
    assert "'Rut' is not an Entra object id" in capsys.readouterr().err
