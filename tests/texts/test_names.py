"""What a base calls things is filled into every sentence; nothing else names a municipality."""

import re
import subprocess
from pathlib import Path

from texts.catalogue import Names, load_texts

OWN = re.compile(
    r"\bsalas?\b|sala-|sociala medier|social media|kommunikationsenheten", re.IGNORECASE
)
KINDS = ("*.py", "*.yaml", "*.html", "*.js", "*.css")
NOT_THE_BOT = ("tests/", "bench/", "docs/", "knowledge/base/", "examples/")
"""What only shows or measures it, and the base itself."""


def test_nothing_but_the_base_names_its_municipality_owner_or_matter() -> None:
    listed = subprocess.run(["git", "ls-files", *KINDS], capture_output=True, text=True, check=True)
    files = [name for name in listed.stdout.split() if not name.startswith(NOT_THE_BOT)]

    assert [name for name in files if OWN.search(Path(name).read_text("utf-8"))] == []


def test_sentences_say_what_the_base_calls_things() -> None:
    names: Names = {
        "": {"sv": {"owner": "enheten för arbetsmiljö", "municipality": "Storvik"}, "en": {}}
    }
    texts = load_texts().naming(lambda: names)
    swedish = texts.in_language("sv")

    assert swedish.say("button.forward") == "Skicka till enheten för arbetsmiljö"
    assert swedish.say("enquiry.has_reply").startswith("Enheten för arbetsmiljö")
    assert swedish.say("basis.routine") == "Storviks egen rutin."
    assert texts.in_language("en").say("basis.routine") == "The municipality's own routine."

    names = {"": {"sv": {"owner": "HR"}}}
    assert texts.in_language("sv").say("button.forward") == "Skicka till HR"
    assert texts.in_language("en").language == "sv"


def test_several_routines_are_named_together_where_all_are_meant() -> None:
    names: Names = {
        "resor": {"sv": {"owner": "ekonomi", "matter": "resor", "definite_name": "reserutinen"}},
        "distans": {"sv": {"owner": "HR", "matter": "distans", "definite_name": "den andra"}},
    }
    first = load_texts().naming(lambda: names).in_language("sv")
    other = first.of("distans")

    assert "Fråga mig om resor och distans" in first.say("welcome.why")
    assert other.say("nothing.elsewhere_title") == "Det hör inte till reserutinen eller den andra."
    assert first.say("button.forward") == "Skicka till ekonomi"
    assert other.say("button.forward") == "Skicka till HR"
    assert other.of("resor").say("button.forward") == "Skicka till ekonomi"
    assert other.of("gone").say("button.forward") == "Skicka till ekonomi"
