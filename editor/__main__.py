"""python -m editor: check the base, and put questions to it."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from editor import drafts, golden, missed
from editor.answers import answer_lines
from editor.command import Command
from knowledge.loader import inspect
from knowledge.snapshot import open_snapshot
from texts.catalogue import Catalogue, load_texts
from texts.problems import lines
from yamlfile.problem import Faulty, Level

BASE = Path(__file__).parent.parent / "knowledge" / "base"
CACHE = Path(__file__).parent.parent / ".cache"
DATABASE = "sqlite:///var/rutinboten.db"
"""As the server's settings have it where the environment names no other."""
OF_BOOKS: tuple[Command, ...] = (missed.COMMAND, drafts.COMMAND)


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
    texts = load_texts().in_language("sv")
    database = os.environ.get("BOT_DATABASE_URL") or DATABASE
    common.add_argument("--database", default=database, help=texts.say("editor.help.database"))
    common.set_defaults(cache=CACHE)
    for command in OF_BOOKS:
        told = texts.say(f"editor.help.{command.name}")
        added = commands.add_parser(command.name, parents=[common], help=told)
        command.arguments(added, texts)
        added.set_defaults(command=_running(command))
    return parser


def _running(command: Command) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        texts: Catalogue = load_texts().in_language(options.lang)
        return command.run(options, texts)

    return run


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
    path = options.base / "known_misses.yaml"
    found = set(golden.misses(open_snapshot(options.base, CACHE)))
    if options.write:
        golden.write_known(path, found)
    known = golden.read_known(path)
    texts = load_texts().in_language(options.lang)
    for key, misses in (("editor.lost", found - known), ("editor.met", known - found)):
        for miss in sorted(misses):
            facts = {"passage": miss.passage, "question": miss.question}
            sys.stdout.write(texts.say(key, **facts) + "\n")
    return 0 if found == known else 1


if __name__ == "__main__":
    sys.exit(main())
