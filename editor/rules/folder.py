"""The folder as a whole: files nobody reads, and files without the line that names their schema."""

from collections.abc import Iterator
from pathlib import Path

from editor.rules.subject import Subject, warning
from editor.schema import FOLDER, line_for
from knowledge.source.files import FILE_KINDS, kind_of
from yamlfile.problem import Place, Problem, suggestion

_SUFFIXES = {".yaml", ".yml"}


def unknown_files(subject: Subject) -> Iterator[Problem]:
    """YAML files that the bot doesn't read, most often for a misspelt name."""
    folder = subject.reading.content.folder
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if path.suffix in _SUFFIXES and not hidden and kind_of(name.as_posix()) is None:
            yield warning(Problem(path, Place(), "file-unknown", _nearest_file(folder, path)))


def _nearest_file(folder: Path, path: Path) -> dict[str, str]:
    if path.parent == folder / "passages":
        return {"suggestion": path.with_suffix(".yaml").name}
    return suggestion(path.name, [kind.pattern for kind in FILE_KINDS])


def without_schema(subject: Subject) -> Iterator[Problem]:
    """Files whose first line doesn't tell editors which schema they follow."""
    if not (subject.reading.content.folder / FOLDER).is_dir():
        return
    for kind, document in subject.reading.documents:
        line = line_for(kind)
        if document.lines and document.lines[0].strip() != line:
            yield warning(Problem(document.path, Place(), "schema-line", {"line": line}))


def misses_of_nothing(subject: Subject) -> Iterator[Problem]:
    """Known misses of passages or test questions that there aren't any more."""
    if not subject.reading.has_shape:
        return
    passages = {origin.value.id: origin.value for origin in subject.reading.passages}
    for origin in subject.reading.misses or ():
        miss = origin.value
        passage = passages.get(miss.passage)
        if passage is None:
            facts = {"id": miss.passage, **suggestion(miss.passage, passages)}
            yield origin.problem(("passage",), "unknown-passage", **facts)
            continue
        questions = passage.text_in(miss.language).must_answer
        if miss.question not in questions:
            facts = {"id": miss.passage, **suggestion(miss.question, questions)}
            yield origin.problem(("question",), "unknown-question", **facts)
