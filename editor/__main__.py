"""python -m editor: check the base, and put questions to it."""

import argparse
import sys
from pathlib import Path

from editor.answers import answer_lines
from editor.golden import write_known
from knowledge.content import KNOWN_MISSES
from knowledge.golden import misses
from knowledge.loader import inspect
from knowledge.snapshot import open_snapshot
from texts.catalogue import load_texts
from texts.problems import lines
from yamlfile.problem import Faulty, Level

BASE = Path(__file__).parent.parent / "knowledge" / "base"
CACHE = Path(__file__).parent.parent / ".cache"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when the base has faults."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except Faulty as faulty:
        texts = load_texts().in_language(options.lang)
        for line in lines(faulty.problems, texts, relative_to=Path.cwd()):
            sys.stderr.write(f"{line}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--base", type=Path, default=BASE, help="the folder with the base")
    common.add_argument("--lang", choices=("sv", "en"), default="sv", help="language of the faults")
    parser = argparse.ArgumentParser(prog="python -m editor", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", parents=[common], help="report every fault in the base")
    check.set_defaults(command=_check)
    answers = commands.add_parser(
        "answers", parents=[common], help="answer JSON lines from standard input"
    )
    answers.set_defaults(command=_answers)
    gold = commands.add_parser(
        "golden", parents=[common], help="which test questions are lost or newly met"
    )
    gold.add_argument("--write", action="store_true", help="write known_misses.yaml anew")
    gold.set_defaults(command=_golden)
    return parser


def _check(options: argparse.Namespace) -> int:
    base, problems = inspect(options.base)
    texts = load_texts().in_language(options.lang)
    for line in lines(problems, texts, relative_to=Path.cwd()):
        sys.stdout.write(f"{line}\n")
    if any(problem.level is Level.ERROR for problem in problems) or base is None:
        return 1
    count = {"passages": len(base.passages), "topics": len(list(base.topics()))}
    sys.stdout.write(texts.say("editor.checked", **count) + "\n")
    return 0


def _answers(options: argparse.Namespace) -> int:
    for line in answer_lines(open_snapshot(options.base, CACHE), sys.stdin):
        sys.stdout.write(f"{line}\n")
    return 0


def _golden(options: argparse.Namespace) -> int:
    snapshot = open_snapshot(options.base, CACHE)
    found = frozenset(misses(snapshot))
    if options.write:
        write_known(options.base / KNOWN_MISSES, found)
    known = found if options.write else snapshot.base.known_misses or frozenset()
    texts = load_texts().in_language(options.lang)
    for key, missed in (("editor.lost", found - known), ("editor.met", known - found)):
        for miss in sorted(missed):
            facts = {"passage": miss.passage, "question": miss.question}
            sys.stdout.write(texts.say(key, **facts) + "\n")
    return 0 if found == known else 1


if __name__ == "__main__":
    sys.exit(main())
