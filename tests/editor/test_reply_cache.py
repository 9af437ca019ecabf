"""What a base replies is kept, and is the same as if it were asked anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from editor.comparison import Comparison, compare
from editor.queries import queries_of
from editor.reply_cache import ReplyCache
from knowledge.search.snapshot import Snapshot


def test_kept_replies_are_what_the_base_replies(small: Snapshot, tmp_path: Path) -> None:
    first = ReplyCache(small, tmp_path)
    asked = [*queries_of(small.base)]
    told = first.to(asked)
    first.keep()
    again = ReplyCache(replace(small, indexes={}), tmp_path)  # what it can't find, it must remember

    assert again.to(asked) == told


@pytest.mark.parametrize("written", [b"", b"[", b"[[1]]", b'[["sv", "x", "", "often", [], 0]]'])
def test_a_file_that_holds_no_replies_is_taken_for_none(
    small: Snapshot, tmp_path: Path, written: bytes
) -> None:
    question = next(queries_of(small.base))
    kept = ReplyCache(small, tmp_path)
    replies = kept.to([question, question])
    kept.keep()
    (path,) = tmp_path.iterdir()
    path.write_bytes(written)

    assert ReplyCache(small, tmp_path).to([question]) == replies[:1] == replies[1:]


def test_what_is_near_a_change_is_told_first(small: Snapshot) -> None:
    passage = small.base.passages["blockera-person"]
    asked = ("Sjöhästens flykt?", *passage.sv.asked_as)
    changed = replace(passage, sv=replace(passage.sv, asked_as=asked))
    passages = {**small.base.passages, passage.id: changed}
    new = replace(small, base=replace(small.base, passages=passages))
    told: list[Comparison] = []
    whole = compare(small, new, tell_near=told.append)

    (near,) = told
    topics = {small.base.passages[each.question.passage or ""].topic for each in near.compared}
    assert topics == {"blockera"}
    assert [each.question.text for each in near.compared if each.is_new] == ["Sjöhästens flykt?"]
    assert len(near.compared) < len(whole.compared)
