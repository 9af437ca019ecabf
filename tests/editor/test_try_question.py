"""Trying a question tells what it gets, and why, in words and as data."""

import json
from dataclasses import replace

import numpy as np
import pytest

from editor.__main__ import main
from editor.explanation import explain, why
from editor.try_question import explanation_as_json, explanation_lines
from knowledge.search.answers import ANSWER_AT
from knowledge.search.confidence import FEATURES, LogisticModel
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from tests.conftest import SMALL_BASE
from texts.catalogue import Catalogue

REGISTER = "Måste vi diarieföra kommentarer på fejan?"


def said(snapshot: Snapshot, question: str, texts: Catalogue) -> str:
    return "\n".join(explanation_lines(explain(snapshot, question, "sv"), snapshot.base, texts))


def test_an_answer_is_told_with_its_passage_words_and_belief(
    small: Snapshot, swedish: Catalogue
) -> None:
    told = said(small, REGISTER, swedish)

    assert "Utfall: svar" in told
    assert "  diarieforing-kommentarer: Ska kommentarer diarieföras?" in told
    assert "diarieföra" in told
    assert "facebook* " in told
    assert '"Måste vi diarieföra kommentarer på Facebook?"' in told
    assert "och svarar från 64\xa0%" in told


def test_a_question_in_any_language_is_told_with_its_name(
    small: Snapshot, swedish: Catalogue
) -> None:
    explained = replace(explain(small, REGISTER, "sv"), language="fi")

    assert "finska" in next(iter(explanation_lines(explained, small.base, swedish)))


def test_every_sign_is_told_by_name(small: Snapshot, swedish: Catalogue) -> None:
    told = said(small, REGISTER, swedish)
    features = [key for key in swedish.sentences if key.startswith("editor.sign.")]

    assert len(features) == len(FEATURES) + 1
    assert [key for key in features if swedish.say(key) not in told] == []


def test_the_pushes_add_up_to_the_belief(small: Snapshot) -> None:
    decision = explain(small, REGISTER, "sv").decision
    assert decision is not None
    odds = decision.constant + sum(feature.push for feature in decision.features)

    assert decision.right.value == pytest.approx(1 / (1 + 2.718281828**-odds), abs=1e-4)


def test_suggestions_tell_what_was_lacking(wary: Snapshot, swedish: Catalogue) -> None:
    told = why(explain(wary, REGISTER, "sv"), swedish)

    assert told == [
        "Boten svarar inte rakt av: den tror till 0\xa0% att den bästa texten är rätt, "
        "och svarar från 64\xa0%.",
        "Den visar förslag: den tror till 100\xa0% att frågan hör hit, "
        "och visar förslag från 20\xa0%.",
    ]


def test_what_is_hardly_ours_is_shown_as_the_nearest_at_most(
    small: Snapshot, swedish: Catalogue
) -> None:
    judge = small.classifiers["sv"]
    foreign = replace(judge, ours=LogisticModel(np.zeros_like(judge.ours.weights), -9.0))
    explanation = explain(replace(small, classifiers={"sv": foreign}), REGISTER, "sv")

    assert explanation.result.outcome is Outcome.SUGGESTIONS
    assert why(explanation, swedish) == [
        "Boten visar den bästa texten bara som det närmaste den har: den tror till 100\xa0% "
        "att texten är rätt, men bara till 0\xa0% att frågan hör hit, "
        "och svarar rakt av först från 20\xa0%."
    ]


def test_what_belongs_elsewhere_is_told_with_whom_to_ask(
    small: Snapshot, swedish: Catalogue
) -> None:
    told = said(small, "När betalas lönen ut?", swedish)

    assert "Utfall: inget svar" in told
    assert "Hör till Lön och ersättning. Fråga lönekontoret." in told
    assert "frågan ligger närmare något som inte är vårt (Lön och ersättning)" in told
    assert "Den hänvisar till Lön och ersättning, som täcker" in told


def test_a_weak_area_is_told_as_too_weak(small: Snapshot, swedish: Catalogue) -> None:
    explanation = explain(small, "När betalas lönen ut?", "sv")
    assert explanation.decision is not None
    decision = replace(
        explanation.decision, area_coverage=replace(explanation.decision.area_coverage, value=0.1)
    )
    weak = replace(explanation, decision=decision, result=replace(explanation.result, shown=()))

    assert why(weak, swedish)[-1] == (
        "Den hänvisar inte till Lön och ersättning, som täcker bara 10\xa0% av frågan. "
        "Det krävs 20\xa0%."
    )


def test_a_question_that_was_respelt_says_so(small: Snapshot, swedish: Catalogue) -> None:
    explanation = replace(explain(small, REGISTER, "sv"), question="Mste vi?")

    assert f"rättade stavningen och sökte på: {REGISTER}" in "\n".join(
        explanation_lines(explanation, small.base, swedish)
    )


def test_a_question_without_words_is_told_as_such(small: Snapshot, swedish: Catalogue) -> None:
    explanation = explain(small, "?!", "sv")

    assert explanation.result.outcome is Outcome.NONE
    assert why(explanation, swedish) == ["Det finns inga ord att söka på."]


def test_the_data_holds_what_the_words_tell(small: Snapshot, swedish: Catalogue) -> None:
    data = json.loads(json.dumps(explanation_as_json(explain(small, REGISTER, "sv"), swedish)))

    assert data["outcome"] == "answer"
    assert data["shown"] == ["diarieforing-kommentarer"]
    assert data["passages"][0]["words"][0] == {
        "word": "facebook",
        "share": pytest.approx(0.13, abs=0.02),
        "from_glossary": True,
    }
    assert data["weighed"]["right"]["limit"] == ANSWER_AT
    assert [feature["name"] for feature in data["weighed"]["signs"]] == list(FEATURES)


@pytest.mark.parametrize(("lang", "outcome"), [("sv", "Utfall: svar"), ("en", "Outcome: answer")])
def test_the_command_speaks_both_languages(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    outcome: str,
) -> None:
    cache = str(tmp_path_factory.getbasetemp() / "tried")
    common = ["--base", str(SMALL_BASE), "--cache", cache, "--lang", lang]

    assert main(["try", REGISTER, *common]) == 0
    assert outcome in capsys.readouterr().out
