"""The base as it was when a change of several files was planned."""

from collections.abc import Mapping
from dataclasses import dataclass

from editor.rearranging import Changed, Files
from editor.saving import EditorsFolder
from editor.workshop.bodies import FilesBody
from editor.workshop.responses import hash_of, refusal


@dataclass(frozen=True, slots=True)
class SeenFiles:
    """Another may have saved before the change is made, so each file has the hash it had."""

    texts: Files
    hashes: Mapping[str, str | None]

    def told(self, changed: Changed) -> list[dict[str, str | None]]:
        return [
            {
                "name": name,
                "text": text,
                "before": self.texts.get(name),
                "begun_with": self.hashes.get(name),
            }
            for name, text in sorted(changed.items())
        ]


def seen_files(folder: EditorsFolder, body: FilesBody) -> SeenFiles:
    """Return every file in *folder*, as it is being written where it isn't saved yet."""
    contents = {name: folder.content(name) or b"" for name in folder.names()}
    try:
        saved = {name: content.decode() for name, content in contents.items()}
    except UnicodeDecodeError:
        raise refusal(422, "not-utf8") from None
    texts = {**saved, **{each.name: each.text for each in body.files}}
    hashes = {name: hash_of(content) for name, content in contents.items()}
    return SeenFiles(
        {name: text for name, text in texts.items() if text is not None},
        {**hashes, **{each.name: each.begun_with for each in body.files}},
    )
