"""What a base calls things is filled into every sentence; nothing else names a municipality."""

import re
import subprocess
from pathlib import Path

from texts.catalogue import load_texts

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
    names = {"sv": {"owner": "enheten för arbetsmiljö", "municipality": "Storvik"}, "en": {}}
    texts = load_texts().naming(lambda: names)
    swedish = texts.in_language("sv")

    assert swedish.say("button.forward") == "Skicka till enheten för arbetsmiljö"
    assert swedish.say("enquiry.has_reply").startswith("Enheten för arbetsmiljö")
    assert swedish.say("basis.routine") == "Storviks egen rutin."
    assert texts.in_language("en").say("basis.routine") == "The municipality's own routine."

    names = {"sv": {"owner": "HR"}}
    assert texts.in_language("sv").say("button.forward") == "Skicka till HR"
    assert texts.in_language("en").language == "sv"
