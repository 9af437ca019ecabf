"""What our own exams and texts ask, for counting false alarms."""

import json
from pathlib import Path

import yaml


def our_questions() -> list[str]:
    """Return the exams' questions, the phrasings and the test questions, in both languages."""
    exams = [
        json.loads(line)["q"]
        for file in sorted(Path("bench/exams").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    asked: list[str] = []
    for file in sorted(Path("knowledge/base/passages").glob("*.yaml")):
        for passage in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)["passages"]:
            for language in ("sv", "en"):
                asked += passage[language].get("asked_as", [])
                asked += passage.get("must_answer", {}).get(language, [])
    return exams + asked
