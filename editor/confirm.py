"""python -m editor confirm: note that somebody in the municipality stands behind texts.

By their ids, or by the form of the document (`editor document`) that somebody has ticked.
"""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from core.clock import swedish_day, utc_now
from editor.command import Command, Failed, tell
from editor.document import TickedForm, TickedText, UnreadableForm, fingerprint, ticked_form
from editor.saving import EditorsFolder, NotSaved
from editor.yaml_edit import set_confirmed
from editor.yaml_splice import NotEditable
from knowledge.base import Base
from knowledge.passage import Confirmation
from knowledge.source.loader import load
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
        "passages", nargs="*", metavar="ID", help=texts.say("editor.help.confirm_ids")
    )
    parser.add_argument(
        "--by", type=_role, metavar="ROLE", help=texts.say("editor.help.confirm_by")
    )
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=swedish_day(utc_now()),
        metavar="DATE",
        help=texts.say("editor.help.confirm_on"),
    )
    parser.add_argument(
        "--form", type=Path, metavar="FILE", help=texts.say("editor.help.confirm_form")
    )


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    if options.form is not None and not options.passages:
        form = _form(options.form, texts)
        standing, sentences = _as_ticked(form, load(options.base), texts)
        confirmation = Confirmation(by=form.by, on=form.on)
        _confirm(options.base, [each.id for each in standing], confirmation, texts)
        tell(sentences)
        return 1 if sentences else 0
    if not options.passages or not options.by or options.form is not None:
        raise Failed(texts.say("editor.confirm.which"))
    _confirm(options.base, options.passages, Confirmation(by=options.by, on=options.on), texts)
    return 0


def _confirm(
    folder: Path, passages: Sequence[str], confirmation: Confirmation, texts: Catalogue
) -> None:
    try:
        names = confirm(folder, passages, confirmation)
    except NotConfirmed as refusal:
        sentence = texts.say(f"editor.confirm.{refusal.code}", passage=refusal.passage)
        raise Failed(sentence) from None
    for name, passage in zip(names, passages, strict=True):
        facts = {"passage": passage, "role": confirmation.by, "on": confirmation.on, "name": name}
        tell([texts.say("editor.confirm.done", **facts)])


def _form(path: Path, texts: Catalogue) -> TickedForm:
    try:
        return ticked_form(path.read_bytes())
    except (OSError, UnreadableForm):
        raise Failed(texts.say("editor.confirm.no_form", file=path)) from None


def _as_ticked(
    form: TickedForm, base: Base, texts: Catalogue
) -> tuple[list[TickedText], list[str]]:
    """Return the texts to confirm, and a sentence on each that is not."""
    standing: list[TickedText] = []
    sentences: list[str] = []
    for ticked in form.texts:
        passage = base.passages.get(ticked.id)
        if not ticked.is_right:
            facts = {"passage": ticked.id, "words": " ".join(ticked.words.split())}
            sentences.append(texts.say("editor.confirm.to_change", **facts))
        elif passage is None:
            sentences.append(texts.say("editor.confirm.gone", passage=ticked.id))
        elif fingerprint(passage) != ticked.fingerprint:
            sentences.append(texts.say("editor.confirm.changed_since", passage=ticked.id))
        else:
            standing.append(ticked)
    return standing, sentences


COMMAND = Command(_run, _arguments)
