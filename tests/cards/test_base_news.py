"""The editors are told what became of their change, in words they can act on."""

from pathlib import Path
from typing import Any

import orjson

from cards.base_news import SHOWN, base_news_card, release_card
from knowledge.live.current import BaseRefused, BaseSwapped, News, problems_as_json
from tests.world.reading import facts_of, title_of, words_of
from texts.catalogue import Texts
from yamlfile.problem import Level, Place, Problem

FAULT = Problem(
    Path("passages/blockera.yaml"), Place(5, 16), "not-yes-or-no", {"field": "confirmed"}
)
LOST = Problem(
    Path("known_misses.yaml"),
    Place(),
    "question-lost",
    {"passage": "blockera-person", "question": "Får vi?"},
    Level.WARNING,
)


def card(news: News, texts: Texts, language: Any = "sv") -> Any:
    return base_news_card(news, texts.in_language(language))


def test_a_new_base_is_told_with_its_hash_and_the_one_before(texts: Texts) -> None:
    shown = card(BaseSwapped("b" * 16, "a" * 16), texts)

    assert title_of(shown) == "Ny kunskapsbas i bruk"
    assert facts_of(shown) == {"Kunskapsbas": "b" * 16, "Före": "a" * 16}
    assert "Att se över" not in words_of(shown)


def test_what_to_look_over_is_told_with_it(texts: Texts) -> None:
    shown = card(BaseSwapped("b" * 16, "a" * 16, warnings=(LOST,)), texts)

    assert 'Provfrågan "Får vi?" hittar inte blockera-person.' in words_of(shown)


def test_going_back_is_told_with_how_to_go_on(texts: Texts) -> None:
    shown = card(BaseSwapped("b" * 16, "a" * 16, pinned=True), texts)

    assert title_of(shown) == "Boten har gått tillbaka till en tidigare kunskapsbas"
    assert "rollback-base --resume" in words_of(shown)


def test_a_refused_change_is_told_fault_by_fault(texts: Texts) -> None:
    swedish, english = (
        card(BaseRefused("a" * 16, (FAULT,)), texts, language) for language in ("sv", "en")
    )

    assert title_of(swedish) == "Ändringen i kunskapsbasen går inte att använda"
    assert "passages/blockera.yaml:5:16: confirmed ska vara true eller false." in words_of(swedish)
    assert "passages/blockera.yaml:5:16: confirmed should be true or false." in words_of(english)


def test_many_and_long_faults_fit_a_card(texts: Texts) -> None:
    long = Problem(Path("x" * 500), Place(), "field-unknown", {"field": "å" * 5_000})
    shown = card(BaseRefused("a" * 16, (long,) * 200), texts)

    assert f"och {200 - SHOWN} till." in words_of(shown)
    assert len(orjson.dumps(shown)) < 28_000


def test_how_a_release_stands_is_told_with_what_was_wrong(texts: Texts) -> None:
    swedish = texts.in_language("sv")
    told = {"standing": "failed", "problems": problems_as_json([FAULT])}
    failed = release_card(told | {"due": "2026-12-01T07:00:00+00:00"}, swedish)
    asked = release_card({"standing": "asked", "problems": ""}, swedish)

    assert title_of(failed) == swedish.say("release.failed_title")
    assert "passages/blockera.yaml" in words_of(failed)
    assert "2026-12-01 08:00" in words_of(failed)
    assert title_of(asked) == swedish.say("release.asked_title")
