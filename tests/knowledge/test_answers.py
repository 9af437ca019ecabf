from dataclasses import replace
from typing import Any

import pytest

from knowledge.search.answers import Answer, Match, Nothing, Suggestions, find
from knowledge.search.question_text import looks_like_follow_up
from knowledge.search.snapshot import Snapshot


def test_nearly_all_test_questions_find_their_topic_among_the_first_three(
    snapshot: Snapshot,
) -> None:
    """The questions in `must_answer` never feed the index, so this is what it does unseen."""
    asked: list[tuple[Any, str, str]] = [
        (language, question, passage.topic)
        for passage in snapshot.passages
        for language in ("sv", "en")
        for question in passage.text_in(language).must_answer
    ]
    found = 0
    for language, question, topic in asked:
        ranked = [match.passage.topic for match in find(snapshot, question, language).matches]
        found += topic in list(dict.fromkeys(ranked))[:3]

    assert found / len(asked) > 0.9


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("sv", "Får vi blockera en person som är otrevlig?", "blockera"),
        ("sv", "behöver film textas", "tillganglighet"),
        ("en", "Who approves a new account?", "godkannande"),
    ],
)
def test_a_plain_question_is_answered_outright(
    snapshot: Snapshot, language: Any, question: str, topic: str
) -> None:
    finding = find(snapshot, question, language)

    assert isinstance(finding, Answer)
    assert finding.passage.topic == topic


@pytest.mark.parametrize(
    ("language", "question"),
    [("sv", "När kommer lönen?"), ("sv", "bygglov för altan"), ("en", "What's the weather?")],
)
def test_a_question_that_is_not_ours_is_refused(
    snapshot: Snapshot, language: Any, question: str
) -> None:
    assert isinstance(find(snapshot, question, language), Nothing)


@pytest.mark.parametrize("question", ["", "?", "!!!", "   "])
def test_no_words_find_nothing(snapshot: Snapshot, question: str) -> None:
    assert find(snapshot, question, "sv") == Nothing((), (), None)


@pytest.mark.parametrize(
    ("text", "locale", "language"),
    [
        ("Får vi lägga ut bilder?", "en-US", "sv"),
        ("Are we allowed to post pictures?", "sv-SE", "en"),
        ("x?", "en-GB", "en"),
        ("x?", None, "sv"),
    ],
)
def test_the_questions_words_decide_the_language_before_the_locale(
    snapshot: Snapshot, text: str, locale: str | None, language: str
) -> None:
    assert snapshot.guesser.guess(text, locale) == language


@pytest.mark.parametrize(
    ("language", "question", "leans"),
    [
        ("sv", "och på Instagram då?", True),
        ("sv", "gäller det även film?", True),
        ("en", "what about Instagram?", True),
        ("sv", "Får vi blockera en person?", False),
        ("sv", "och " + "mycket " * 12, False),
    ],
)
def test_a_short_question_that_leans_on_another_is_a_follow_up(
    language: Any, question: str, leans: bool
) -> None:
    assert looks_like_follow_up(question, language) is leans


def test_of_two_passages_whose_titles_say_the_same_one_is_offered(small: Snapshot) -> None:
    first, other, *_ = small.passages
    twin = replace(first, id="tvilling", sv=replace(first.sv, title=first.sv.title.upper() + " "))
    matches = tuple(Match(passage, 0.5) for passage in (first, twin, other))

    assert [choice.id for choice in Suggestions(matches).choices] == [first.id, other.id]
