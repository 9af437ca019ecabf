"""python -m editor: write the base, check it, and put questions to it."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

from core.language import FIRST, Language
from editor.command import Command, Failed
from storage.no_database import NoDatabase
from texts.catalogue import Catalogue, load_editor_texts, read_texts
from texts.problems import lines
from yamlfile.problem import Faulty

BASE = Path(__file__).parent.parent / "knowledge" / "base"
CACHE = Path(__file__).parent.parent / ".cache"
DATABASE = "sqlite:///var/rutinboten.db"
"""As the server's settings have it where the environment names no other."""

COMMANDS: Mapping[str, str] = {
    "begin": "editor.begin",
    "new": "editor.new",
    "import": "editor.import_texts",
    "check": "editor.check",
    "try": "editor.try_question",
    "diff": "editor.diff",
    "coverage": "editor.coverage",
    "patterns": "editor.patterns",
    "document": "editor.document",
    "confirm": "editor.confirm",
    "golden": "editor.golden",
    "answers": "editor.answers",
    "schema": "editor.schema",
    "edit": "editor.workshop.app",
    "missed": "editor.missed",
    "drafts": "editor.drafts",
    "reviewed": "editor.reviewed",
}
"""The module that has each command as `COMMAND`.

Only the one asked for is imported: a check needs neither cards, database nor server, which take
longer to import than it does to run.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when the base has faults."""
    told = sys.argv[1:] if arguments is None else list(arguments)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", default=FIRST)
    language = common.parse_known_args(told)[0].lang
    try:
        spoken = load_editor_texts()
    except Faulty as faulty:  # in texts/; they say so themselves as far as they can
        texts = read_texts()[0].in_language(language)
        return _refused(lines(faulty.problems, texts, relative_to=Path.cwd()))
    texts = spoken.in_language(language)
    options = parsed(told, texts, [each.language for each in spoken])
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


def parsed(
    arguments: Sequence[str], texts: Catalogue, spoken: Sequence[Language]
) -> argparse.Namespace:
    """Return what *arguments* say, and as `run` the command that they begin with.

    The languages *spoken* are those that it can be told to print in.
    """
    parser = argparse.ArgumentParser(
        prog="python -m editor", description=texts.say("editor.help.editor")
    )
    commands = parser.add_subparsers(required=True, metavar=texts.say("editor.help.command"))
    common = _common(texts, spoken)
    for name, module in COMMANDS.items():
        told = texts.say(f"editor.help.{name}")
        added = commands.add_parser(name, parents=[common], help=told, description=told)
        if name in arguments[:1]:
            command: Command = import_module(module).COMMAND
            command.arguments(added, texts)
            added.set_defaults(run=command.run)
    return parser.parse_args(arguments)


def _common(texts: Catalogue, spoken: Sequence[Language]) -> argparse.ArgumentParser:
    """Return the arguments that every command has."""
    common = argparse.ArgumentParser(add_help=False)
    base = Path(os.environ.get("BOT_BASE") or BASE)
    common.add_argument("--base", type=Path, default=base, help=texts.say("editor.help.base"))
    common.add_argument("--cache", type=Path, default=CACHE, help=texts.say("editor.help.cache"))
    common.add_argument("--lang", choices=spoken, default=FIRST, help=texts.say("editor.help.lang"))
    database = os.environ.get("BOT_DATABASE_URL") or DATABASE
    common.add_argument("--database", default=database, help=texts.say("editor.help.database"))
    return common


if __name__ == "__main__":
    sys.exit(main())
