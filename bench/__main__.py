"""python -m bench: measure, beside what we compare ourselves with."""

import argparse
import asyncio
import sys
from pathlib import Path

from bench import answers, reload, start, texts_alone, turn
from bench.questions import read_questions, read_risky_questions
from knowledge.live.acceptance import open_snapshot

HERE = Path(__file__).parent.parent
EXAMS = HERE / "bench" / "exams"
HARM = EXAMS / "harm.jsonl"
"""Questions written by hands that had seen the list of topics only, never the base."""
EVALUATION = HERE.parent / "shared" / "evaluation"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    sys.stdout.write(f"{options.command(options)}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="measurement")
    a_turn = commands.add_parser("turn", help="a signed question and its answer, beside an echo")
    a_turn.add_argument("--turns", type=int, default=1200, help="turns in each round")
    a_turn.add_argument("--rounds", type=int, default=3)
    a_turn.set_defaults(command=_turn)
    swap = commands.add_parser("reload", help="what is noticed while the base is swapped")
    swap.add_argument("--rounds", type=int, default=3)
    swap.set_defaults(command=_reload)
    begin = commands.add_parser("start", help="from starting to the first answer, beside an echo")
    begin.add_argument("--rounds", type=int, default=5)
    begin.set_defaults(command=_start)
    right = commands.add_parser("answers", help="how right the answers are, beside peers")
    right.add_argument("--evaluation", type=Path, default=EVALUATION, help="folder of the files")
    right.set_defaults(command=_answers)
    return parser


def _turn(options: argparse.Namespace) -> str:
    return turn.table(asyncio.run(turn.measure(options.turns, options.rounds)))


def _reload(options: argparse.Namespace) -> str:
    return reload.table(asyncio.run(reload.measure(options.rounds)))


def _start(options: argparse.Namespace) -> str:
    return start.table(asyncio.run(start.measure(options.rounds)))


def _answers(options: argparse.Namespace) -> str:
    questions = options.evaluation / "questions.jsonl"
    sets = [options.evaluation / f"{name}-dev.json" for name in ("swefaq", "swequad")]
    absent = [path for path in (questions, *sets) if not path.exists()]
    for path in absent:
        sys.stdout.write(f"{path.name} is absent, so what it measures is left out\n")
    snapshot = open_snapshot(HERE / "knowledge" / "base", HERE / ".cache")
    lines: list[str] = []
    if questions not in absent:
        asked = read_questions(questions)
        lines += [*answers.outcomes(snapshot, "shared questions", asked), ""]
        lines += [*answers.ranking(snapshot, asked), ""]
    risky = read_risky_questions(HARM)
    shown = answers.harmful(snapshot, risky)
    lines += [f"harm: {len(shown)} of {len(risky)} questions are shown a text that may hurt", ""]
    for exam in sorted(set(EXAMS.glob("*.jsonl")) - {HARM}):
        name = f"exam: {exam.stem}"
        lines += [*answers.outcomes(snapshot, name, read_questions(exam)), ""]
    present = [texts_alone.read_text_set(path) for path in sets if path not in absent]
    if present:
        lines += texts_alone.table(present)
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
