"""Taking out a record from the command line."""

import pytest

from operations.records import take_out
from texts.catalogue import Language, Texts


class OneRecord:
    """Has the record of one request, and says in which language it was wanted."""

    async def html(self, request_id: str, language: Language, /) -> str | None:
        return f"<p lang={language}>" if request_id == "arende-1" else None


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_the_record_is_written_in_the_language_wanted(
    texts: Texts, language: Language
) -> None:
    written, said = list[str](), list[str]()
    status = await take_out(
        "arende-1",
        records=OneRecord(),
        texts=texts.in_language(language),
        write=written.append,
        complain=said.append,
    )

    assert (status, written, said) == (0, [f"<p lang={language}>"], [])


async def test_an_unknown_request_is_complained_of_and_nothing_is_written(texts: Texts) -> None:
    written, said = list[str](), list[str]()
    status = await take_out(
        "arende-9",
        records=OneRecord(),
        texts=texts.in_language("sv"),
        write=written.append,
        complain=said.append,
    )

    assert (status, written) == (1, [])
    assert said == ["Det finns inget ärende som heter arende-9.\n"]
