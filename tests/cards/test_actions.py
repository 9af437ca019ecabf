"""Card data goes out, comes back through a client, and is input like any other."""

import re
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.actions import (
    MAX_QUESTION,
    Asked,
    Browse,
    Forward,
    OldCard,
    Rate,
    SendOn,
    ShowPassage,
    data_of,
    read,
)
from cards.question_actions import FollowForwarded, HandleGroup, ListGaps, OpenQuestion, ReopenGap
from core.language import LANGUAGES
from questions.gap import GapKind

references = st.from_regex(re.compile(r"[a-z0-9:.-]{1,130}", re.ASCII), fullmatch=True)
maybe_references = st.none() | references
asked = st.builds(
    Asked,
    answer=references,
    language=st.sampled_from(["sv", "en"]),
    question=st.text(max_size=MAX_QUESTION),
)
actions = st.one_of(
    st.builds(ShowPassage, asked=asked, passage=references, back=maybe_references),
    st.builds(
        Rate,
        asked=asked,
        passage=references,
        helpful=st.booleans(),
        others=st.none() | st.lists(references, max_size=2).map(tuple),
    ),
    st.builds(Forward, asked=asked, passage=maybe_references),
    st.builds(SendOn, asked=asked, passage=maybe_references, has_field=st.booleans()),
    st.builds(Browse, asked=asked, group=maybe_references, topic=maybe_references),
)

forwarded_questions = st.from_regex(re.compile(r"fr-[a-z2-7]{12}", re.ASCII), fullmatch=True)
gaps = st.from_regex(re.compile(r"lucka-[a-z2-7]{8}", re.ASCII), fullmatch=True)
languages = st.sampled_from(["sv", "en"])
about_questions = st.one_of(
    st.builds(
        FollowForwarded, language=languages, enquiry=forwarded_questions, follows=st.booleans()
    ),
    st.builds(OpenQuestion, language=languages, enquiry=st.none() | forwarded_questions),
    st.builds(
        HandleGroup,
        language=languages,
        question=references,
        until=st.datetimes(timezones=st.just(UTC)),
        handling=st.sampled_from(["passage", "phrasing", "not-ours", "in-base"]),
        said=st.just({}),
    ),
    st.builds(
        ListGaps,
        language=languages,
        handled=st.booleans(),
        kind=st.sampled_from(GapKind),
        skip=st.integers(0, 10_000),
    ),
    st.builds(ReopenGap, language=languages, gap=gaps, seen=st.integers(0, 10_000_000)),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
fields = ["action", "asked", "passage", "back", "helpful", "others", "group", "topic"]
nearly_ours = st.fixed_dictionaries(
    {"action": st.sampled_from(["show", "rate", "forward", "send_on", "browse", "approve"])},
    optional=dict.fromkeys(fields[1:], anything),
)


@given(actions | about_questions)
def test_what_a_button_carries_comes_back_as_it_went(action: Any) -> None:
    assert read(data_of(action), LANGUAGES) == action


@given(anything)
def test_data_of_any_other_kind_is_an_old_card(data: object) -> None:
    with pytest.raises(OldCard):
        read(data, LANGUAGES)


@given(nearly_ours)
def test_forged_data_without_a_real_question_is_an_old_card(data: object) -> None:
    with pytest.raises(OldCard):
        read(data, LANGUAGES)


@given(actions, st.sampled_from(fields[:3]), anything)
def test_altered_data_is_an_action_or_an_old_card_and_nothing_else(
    action: Any, altered: str, value: Any
) -> None:
    data = data_of(action) | {altered: value}
    try:
        understood: Any = read(data, LANGUAGES)
    except OldCard:
        understood = None

    assert understood is None or understood.asked.language in ("sv", "en")


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "show",
        {},
        {"action": "approve"},
        {"action": ["show"]},
        {"action": "show"},
        {"action": "show", "asked": {"answer": "A B", "language": "sv"}, "passage": "x"},
        {"action": "show", "asked": {"answer": "a", "language": "de"}, "passage": "x"},
        {"action": "show", "asked": {"answer": "a", "language": "sv"}, "passage": "../x"},
        {"action": "show", "asked": {"answer": "a", "language": "sv"}, "passage": "x\n"},
        {"action": "show", "asked": {"answer": "a", "language": "sv"}, "passage": "x" * 131},
        {"action": "rate", "asked": {"answer": "a", "language": "sv"}, "passage": "x"},
        {
            "action": "browse",
            "asked": {"answer": "a", "language": "sv", "question": "x" * (MAX_QUESTION + 1)},
        },
    ],
)
def test_data_that_no_card_of_ours_carries_is_an_old_card(data: object) -> None:
    with pytest.raises(OldCard):
        read(data, LANGUAGES)


def test_data_from_a_later_version_is_still_understood() -> None:
    data = {"action": "browse", "asked": {"answer": "a", "language": "sv"}, "since": "2027"}

    assert read(data, LANGUAGES) == Browse(asked=Asked(answer="a", language="sv"))
