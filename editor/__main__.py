"""python -m editor: write the base, check it, and put questions to it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from editor import (
    answers,
    begin,
    check,
    confirm,
    coverage,
    diff,
    document,
    drafts,
    golden,
    import_texts,
    missed,
    new,
    patterns,
    reviewed,
    schema,
    try_question,
)
from editor.command import Command, Failed
from editor.workshop import app as workshop
from storage.schema import NoDatabase
from texts.catalogue import Catalogue, load_editor_texts, read_texts
from texts.problems import lines
from yamlfile.problem import Faulty

BASE = Path(__file__).parent.parent / "knowledge" / "base"
CACHE = Path(__file__).parent.parent / ".cache"
DATABASE = "sqlite:///var/rutinboten.db"
"""As the server's settings have it where the environment names no other."""

COMMANDS: tuple[Command, ...] = (
    begin.COMMAND,
    new.COMMAND,
    import_texts.COMMAND,
    check.COMMAND,
    try_question.COMMAND,
    diff.COMMAND,
    coverage.COMMAND,
    patterns.COMMAND,
    document.COMMAND,
    confirm.COMMAND,
    golden.COMMAND,
    answers.COMMAND,
    schema.COMMAND,
    workshop.COMMAND,
    missed.COMMAND,
    drafts.COMMAND,
    reviewed.COMMAND,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when the base has faults."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("sv", "en"), default="sv")
    told, _ = common.parse_known_args(arguments)
    try:
        texts = load_editor_texts().in_language(told.lang)
    except Faulty as faulty:  # in texts/; they say so themselves as far as they can
        texts = read_texts()[0].in_language(told.lang)
        return _refused(lines(faulty.problems, texts, relative_to=Path.cwd()))
    options = parser(texts).parse_args(arguments)
    try:
        return options.run(options, texts)
    except Faulty as faulty:
        reasons = lines(faulty.problems, texts, relative_to=Path.cwd())
    except NoDatabase:
        reasons = [texts.say("editor.no_database")]
    except Failed as failed:
        reasons = [str(failed)]
    except BrokenPipeError:  # whoever read along has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return _refused(reasons)


def _refused(reasons: Sequence[str]) -> int:
    sys.stderr.writelines(f"{reason}\n" for reason in reasons)
    return 1


def parser(texts: Catalogue) -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    base = Path(os.environ.get("BOT_BASE") or BASE)
    common.add_argument("--base", type=Path, default=base, help=texts.say("editor.help.base"))
    common.add_argument("--cache", type=Path, default=CACHE, help=texts.say("editor.help.cache"))
    common.add_argument(
        "--lang", choices=("sv", "en"), default="sv", help=texts.say("editor.help.lang")
    )
    database = os.environ.get("BOT_DATABASE_URL") or DATABASE
    common.add_argument("--database", default=database, help=texts.say("editor.help.database"))
    parser = argparse.ArgumentParser(
        prog="python -m editor", description=texts.say("editor.help.editor")
    )
    commands = parser.add_subparsers(required=True, metavar=texts.say("editor.help.command"))
    for command in COMMANDS:
        told = texts.say(f"editor.help.{command.name}")
        added = commands.add_parser(command.name, parents=[common], help=told, description=told)
        command.arguments(added, texts)
        added.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
