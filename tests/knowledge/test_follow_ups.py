"""A follow-up is looked up with the question before it, and an unrelated question is not."""

import random
from pathlib import Path

import yaml

from bench.questions import read_questions
from core.language import Language
from dialogs.looking_up import find_masked, is_shown, look_up, may_need_the_last
from knowledge.message.reading import read_message
from knowledge.search.answers import Finding
from knowledge.search.snapshot import Snapshot
from questions.asked import LastQuestion
from tests.world.clock import Clock

PAIRS: list[tuple[str, str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("follow_ups.yaml").read_text("utf-8")
)["pairs"]


def after(before: str, question: str, language: Language, snapshot: Snapshot) -> Finding:
    message = read_message(question, snapshot)
    alone = find_masked(snapshot, message.question, language)
    leans = may_need_the_last(message, alone, language, is_quoting=False)
    last = LastQuestion("a:ada", "ada", before, language, Clock().now) if leans else None
    return look_up(snapshot, message, message.question, alone, language, last=last).finding


def test_at_least_nine_follow_ups_in_ten_find_their_subject(snapshot: Snapshot) -> None:
    missed: list[str] = []
    for before, question, topics in PAIRS:
        language = snapshot.guesser.guess(before, "sv-SE")
        finding = after(before, question, language, snapshot)
        if not (is_shown(finding) and finding.matches[0].passage.topic in topics):
            missed.append(f"{before} {question}")

    assert len(PAIRS) >= 25
    assert len(missed) <= 0.12 * len(PAIRS), missed


def test_an_unrelated_question_keeps_its_subject(snapshot: Snapshot) -> None:
    asked = [each for each in read_questions(Path("bench/exams/third.jsonl")) if each.topics]
    befores = random.Random(1).sample(asked, len(asked))
    alone = together = 0
    for before, question in zip(befores, asked, strict=True):
        language = question.language
        message = read_message(question.text, snapshot)
        found = find_masked(snapshot, message.question, language)
        by_itself = look_up(snapshot, message, message.question, found, language, last=None).finding
        finding = after(before.text, question.text, language, snapshot)
        alone += by_itself.matches[0].passage.topic in question.topics
        together += finding.matches[0].passage.topic in question.topics

    assert together >= alone - 0.01 * len(asked)
