import json
import subprocess
import sys


def test_json_lines_in_give_json_lines_out_and_need_no_settings() -> None:
    asked = [
        json.dumps({"id": "1", "q": "Måste vi diarieföra kommentarer på Facebook?", "lang": "sv"}),
        json.dumps({"id": "2", "q": "När kommer lönen?", "lang": "sv"}),
        "not json",
    ]
    ended = subprocess.run(
        [sys.executable, "-m", "editor", "answers"],
        input="\n".join(asked),
        capture_output=True,
        text=True,
        env={},
        timeout=120,
        check=True,
    )

    first, second, third = map(json.loads, ended.stdout.splitlines())
    assert first["outcome"] == "answer"
    assert first["passages"][0]["id"] == "diarieforing-kommentarer"
    assert len(first["passages"]) == 10
    assert second["outcome"] == "none"
    assert "error" in third
