"""Code and texts agree: what code says there is, and what there is somebody says."""

import ast
import re
import subprocess
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from texts.catalogue import load_editor_texts, load_texts
from texts.differences import forms_of

WORDS = r"[\w-]+(?:\.[\w-]+)+"
SAID_IN_PAGES = re.compile(rf"""\b(?:say|below)\(\s*["'`]({WORDS})["'`]""")
WRITTEN_IN_PAGES = re.compile(r"""["'`]([\w.-]+)["'`]""")
BEGUN_IN_PAGES = re.compile(r"""`([\w.-]+\.)\$\{|["']([\w.-]+\.)["']\s*~""")

ENDED_IN_PAGES = re.compile(r"""~\s*["'](_\w+)["']""")


@dataclass(frozen=True)
class Source:
    """What one file of code holds that may name a sentence."""

    path: str
    said: frozenset[str]
    """The keys that are said there and then."""
    written: frozenset[str]
    beginnings: frozenset[str]
    """Of keys whose rest is known only when they are said."""
    endings: frozenset[str]
    """Of keys that begin with one that is written somewhere."""

    def may_say(self, key: str) -> bool:
        return (
            key in self.written
            or any(key.startswith(each) for each in self.beginnings)
            or any(
                key.endswith(each) and key.removesuffix(each) in written_anywhere()
                for each in self.endings
            )
        )


def in_python(path: str) -> Source:
    said, written, beginnings, endings = set[str](), set[str](), set[str](), set[str]()
    for node in ast.walk(ast.parse(Path(path).read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="say"), args=[ast.Constant(value=str(key)), *_]):
                said.add(key)
            case ast.Constant(value=str(text)):
                (beginnings if text.endswith(".") and " " not in text else written).add(text)
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]) if "." in text:
                beginnings.add(text)
            case ast.JoinedStr(values=[ast.FormattedValue(), *_, ast.Constant(value=str(text))]):
                endings.add(text)
            case _:
                pass
    names = (each for each in endings if re.fullmatch(r"[._]\w+", each))
    return Source(
        path,
        frozenset(said),
        frozenset(written | said),
        frozenset(each for each in beginnings if each != "."),
        frozenset(names),
    )


def in_a_page(path: str) -> Source:
    text = Path(path).read_text("utf-8")
    said = frozenset(SAID_IN_PAGES.findall(text))
    begun = {first or second for first, second in BEGUN_IN_PAGES.findall(text)}
    below = {f"{key}." for key in re.findall(rf'below\("({WORDS})"', text)}
    written = frozenset(WRITTEN_IN_PAGES.findall(text))
    endings = frozenset(ENDED_IN_PAGES.findall(text))
    return Source(path, said, written, frozenset(begun | below), endings)


@cache
def sources() -> list[Source]:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.html", "*.js"], capture_output=True, text=True, check=True
    )
    return [
        in_python(path) if path.endswith(".py") else in_a_page(path)
        for path in listed.stdout.split()
        if not path.startswith(("tests/", "bench/", "editor/starter")) and Path(path).exists()
    ]


@cache
def written_anywhere() -> frozenset[str]:
    return frozenset[str]().union(*(each.written for each in sources()))


OURS = forms_of(load_texts().in_language("sv").sentences).keys()
EDITORS = forms_of(load_editor_texts().in_language("sv").sentences).keys()


def known_in(source: Source) -> Set[str]:
    is_editors = source.path.startswith(("editor/", "frontend/src/workshop/"))
    known = EDITORS if is_editors else OURS
    return known | {key[: place.start()] for key in known for place in re.finditer(r"\.", key)}


def test_every_sentence_that_code_says_is_there() -> None:
    missing = {each.path: each.said - known_in(each) for each in sources()}

    assert {path: keys for path, keys in missing.items() if keys} == {}


def test_every_sentence_is_said_somewhere() -> None:
    unsaid = [key for key in EDITORS if not any(each.may_say(key) for each in sources())]

    assert sorted(unsaid) == []
