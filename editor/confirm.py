"""python -m editor confirm: note that somebody in the municipality stands behind texts."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from core.clock import utc_now
from editor.command import Command, Failed, tell
from editor.saving import EditorsFolder, NotSaved
from editor.yaml_edit import NotEditable, set_confirmed
from knowledge.passage import Confirmation
from texts.catalogue import Catalogue


class NotConfirmed(Exception):
    """The text was left as it is; `code` names the sentence that says why."""

    def __init__(self, code: str, passage: str) -> None:
        super().__init__(code)
        self.code = code
        self.passage = passage


def confirm(folder: Path, passages: Sequence[str], confirmation: Confirmation) -> list[str]:
    """Write *confirmation* at each of *passages*, and return the files that they stand in.

    Raises:
        NotConfirmed: a text is unknown, and nothing was written; or its file can't be edited.
    """
    own = EditorsFolder(folder)
    names = [_file_with(own, passage) for passage in passages]
    for name, passage in zip(names, passages, strict=True):
        try:
            seen = own.content(name) or b""
            text = set_confirmed(seen.decode(), passage, confirmation)
            own.save(name, text.encode(), seen=seen)
        except (NotSaved, NotEditable, UnicodeDecodeError):
            raise NotConfirmed("not_editable", passage) from None
    return names


def _file_with(own: EditorsFolder, passage: str) -> str:
    try:
        name = own.file_with(passage)
    except NotSaved:
        name = None
    if name is None:
        raise NotConfirmed("unknown", passage)
    return name


def _role(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(text)
    return " ".join(text.split())


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument(
        "passages", nargs="+", metavar="ID", help=texts.say("editor.help.confirm_ids")
    )
    parser.add_argument(
        "--by",
        type=_role,
        required=True,
        metavar="ROLE",
        help=texts.say("editor.help.confirm_by"),
    )
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=utc_now().date(),
        metavar="DATE",
        help=texts.say("editor.help.confirm_on"),
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    confirmation = Confirmation(by=options.by, on=options.on)
    try:
        names = confirm(options.base, options.passages, confirmation)
    except NotConfirmed as refusal:
        sentence = texts.say(f"editor.confirm.{refusal.code}", passage=refusal.passage)
        raise Failed(sentence) from None
    for name, passage in zip(names, options.passages, strict=True):
        facts = {"passage": passage, "role": confirmation.by, "on": confirmation.on, "name": name}
        tell([texts.say("editor.confirm.done", **facts)])
    return 0


COMMAND = Command("confirm", _run, _arguments)
