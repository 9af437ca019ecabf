"""What a check takes of a base many times as large as the shipped one, in a process of its own."""

import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_ID = re.compile(r"^( *- id: |formerly: \[)([a-z0-9-]+)", re.MULTILINE)
_PASSAGE = re.compile(r"^  - id: ", re.MULTILINE)
_SAID = re.compile(r"^( {6}title: | {8}- )(.*)$", re.MULTILINE)
_LETTERS = "abdefghiklmnoprstuvy"
_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST_TITLE, _LONGEST_PHRASING = 90, 200


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of a base."""

    texts: int
    cpu_seconds: float
    memory_mib: float
    last_line: str


def measure(base: Path, texts: int, *arguments: str) -> Checked:
    """Return what `editor check` takes of *texts* made of those of *base*."""
    with TemporaryDirectory(prefix="large-") as name:
        made = make(base, Path(name) / "base", texts)
        command = [sys.executable, "-m", "editor", "check", "--base", str(made)]
        process = subprocess.Popen(
            [*command, "--cache", f"{name}/cache", *arguments], stdout=subprocess.PIPE, text=True
        )
        said, _ = process.communicate()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        return Checked(texts, cpu, used.ru_maxrss / 2**10, said.splitlines()[-1])


def make(base: Path, folder: Path, texts: int) -> Path:
    """Write a base of at least *texts* to *folder*: each copy of a text in other words."""
    shutil.copytree(base, folder)
    files = {path: path.read_text("utf-8") for path in sorted((folder / "passages").glob("*.yaml"))}
    here = sum(len(_PASSAGE.findall(text)) for text in files.values())
    for number in range(1, -(-texts // here)):
        for path, text in files.items():
            path.with_stem(f"{path.stem}-{number}").write_text(_copied(text, number), "utf-8")
    return folder


def _copied(text: str, number: int) -> str:
    """Return a file of passages with other ids, and with no two phrasings alike."""

    def in_other_words(line: re.Match[str]) -> str:
        longest = _LONGEST_TITLE if "title" in line[1] else _LONGEST_PHRASING
        turned = _WORD.sub(lambda word: _turned(word[0], number), line[2])
        if turned == line[2]:
            turned = f"{turned} {number}"
        elif len(turned) > longest:
            turned = _WORD.sub(lambda word: _turned(word[0], number)[:-1], line[2])
        return line[1] + turned

    return _SAID.sub(in_other_words, _ID.sub(rf"\g<1>\g<2>-{number}", text))


def _turned(word: str, number: int) -> str:
    at = number % len(word)
    return (word[at:] + word[:at])[::-1] + _LETTERS[number % len(_LETTERS)]


def table(checked: Checked) -> str:
    return (
        f"{checked.texts} texts: {checked.cpu_seconds:.1f} s CPU, {checked.memory_mib:.0f} MiB; "
        f"{checked.last_line}"
    )
