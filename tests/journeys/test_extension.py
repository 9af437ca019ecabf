"""From the message box and from the menu of a message, in chats that the bot isn't part of."""

from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import orjson

from cards.elements import fits
from cards.extension import SearchHit, page_of, passage_hit
from channel.invokes import as_hits
from knowledge.search.snapshot import Snapshot
from storage.database import Database
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.journeys.test_asking import IN_ENGLISH, QUESTION, TITLE
from tests.world.builders import an_account
from tests.world.reading import buttons_of, executes, parts, rows_of, title_of, words_of
from tests.world.served_bot import CHANNEL, ServedBot, entra_id, rows_in, until_kept
from tests.world.wire import TENANT_ID
from texts.catalogue import Texts

BETWEEN_TWO = {
    "id": f"19:{entra_id('anna')}_{entra_id('bo')}@unq.gbl.spaces",
    "conversationType": "personal",
    "tenantId": TENANT_ID,
}
"""A chat between two people, which is personal to Teams as one's chat with the bot is."""
FIRST_AND_LAST = [0, 25, 50, 75, 1975, 2000]
"""Where some pages of 25 begin among 2 000 results; the last of them is empty."""
MESSAGE = (
    '<blockquote itemtype="http://schema.skype.com/Reply">Vad är en bild?</blockquote>'
    '<div><div><at id="0">Bo</at>&nbsp;Måste vi diarief&ouml;ra kommentarer på Facebook?</div>'
    "<script>alert(1)</script><div>Hälsningar</div><div>Lisa, 070-123 45 67</div></div>"
)


def previews(found: Any) -> list[dict[str, str]]:
    return [each["preview"]["content"] for each in found["attachments"]]


async def test_a_passage_is_found_and_put_before_people_who_never_met_the_bot(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna", place=BETWEEN_TWO)
    began = perf_counter()
    found = await anna.searches("diarieföra kommentarer")
    took = perf_counter() - began
    first, card = previews(found)[0], found["attachments"][0]["content"]

    assert (found["type"], found["attachmentLayout"]) == ("result", "list")
    assert first["title"] == title_of(card) == TITLE
    assert first["text"] == (
        "Så gör eller råder andra. Källa: Storby kommuns handbok, Avsnitt 3, 2022-05."
    )
    assert first["text"] == " ".join(words_of(card).splitlines()[-3:-1])
    assert {part["type"] for part in parts(card)} & {"Action.Execute", "Action.Submit"} == set()
    assert anna.say("extension.whole") in buttons_of(card)
    assert took < 2
    assert len(orjson.dumps(found).decode().encode("utf-16-le")) < 28_000


async def test_one_page_after_the_other_in_whichever_language_it_is_found(bot: ServedBot) -> None:
    anna, will = bot.person("anna", place=CHANNEL), bot.person("will", "en-GB", place=CHANNEL)
    whole = [each["title"] for each in previews(await anna.searches("kommentarer bilder"))]
    pages = [await anna.searches("kommentarer bilder", skip=skip, count=1) for skip in range(4)]
    in_english = await will.searches(IN_ENGLISH)
    one_word = await anna.searches("consent")

    assert len(whole) == 3
    assert [each["title"] for page in pages for each in previews(page)] == whole
    assert pages[-1] == {"type": "result", "attachmentLayout": "list", "attachments": []}
    assert previews(in_english)[0]["title"] == "Are comments to be registered?"
    assert "Is consent needed" in words_of(one_word["attachments"][0]["content"])


async def test_two_thousand_accounts_are_searched_in_two_seconds_and_paged_through(
    bot: ServedBot, tmp_path: Path
) -> None:
    longest = {"unit": "Å" * 80, "contact": "ö" * 100, "purpose": "ä" * 300}
    register = {
        f"Konto {number} {'å' * 68}": f"https://www.facebook.com/{number}/{'x' * 165}"
        for number in range(2000)
    }
    await keep_accounts(tmp_path, register, longest)
    anna, found = bot.person("anna", place=BETWEEN_TWO), list[str]()
    for skip in FIRST_AND_LAST:
        began = process_time()
        page = await anna.searches("konto", "accounts", skip=skip, count=25)
        took = process_time() - began  # the bot runs in this process
        cards = [each["content"] for each in page["attachments"]]
        found += [fact["value"] for card in cards for fact in facts_of(card)]

        assert took < 2
        assert len(orjson.dumps({"composeExtension": page})) < 28_000
        assert all(fits(card) for card in cards)

    assert len(found) == len(set(found)) == 5 * 25
    assert set(found) <= set(register.values())


async def keep_accounts(folder: Path, register: dict[str, str], facts: dict[str, str]) -> None:
    def work(uow: SqlUnitOfWork) -> None:
        for number, (name, address) in enumerate(register.items()):
            uow.register.add(an_account(f"konto-{number:04}", name=name, address=address, **facts))

    database = Database(f"sqlite:///{folder / 'bot.db'}")
    await SqlTransactions(database).write(work)
    await database.close()


def facts_of(card: Any) -> list[dict[str, str]]:
    """Return the address of an account's card, which every one of them has."""
    every = [fact for part in parts(card) for fact in part.get("facts", ())]
    return [fact for fact in every if fact["value"].startswith("https://")]


def test_the_longest_texts_fit_on_a_page_of_results(small: Snapshot, texts: Texts) -> None:
    said, small_base = texts.in_language("sv"), small.base
    passage = next(iter(small_base.passages.values()))
    text = replace(passage.sv, title="å" * 90, short="ä" * 200)
    longest = replace(passage, sv=text)

    def drawn(whole: bool) -> SearchHit:
        return passage_hit(longest, small_base, said, f"https://x/{'y' * 400}", whole=whole)

    hits = page_of([drawn] * 10)

    assert hits[0] == drawn(True)
    assert len(orjson.dumps(as_hits(hits))) < 28_000


async def test_what_isnt_there_or_cant_be_read_is_said_in_words(bot: ServedBot) -> None:
    anna = bot.person("anna", place=CHANNEL)
    for text, command, key in (
        ("Åskådliggör sjöjungfrur fjärrskådning?", "passages", "extension.nothing"),
        ("badhuset", "accounts", "extension.no_account"),
        (QUESTION, "requests", "extension.unreadable"),
    ):
        said = {"type": "message", "text": anna.say(key)}
        assert await anna.searches(text, command) == said
    long = await anna.searches("å" * 2001)
    assert long["text"] == anna.say("nothing.too_long", count=2001, limit=2000)


async def test_before_anything_is_typed_the_most_asked_topics_stand_first(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna, bo = bot.person("anna"), bot.person("bo", place=CHANNEL)
    before = previews(await bo.searches(None))
    asked = "Får man spärra Lisa Ek på sidan?"
    for _ in range(3):
        await anna.writes(asked)
    await until_kept(tmp_path, "select count(*) from answers", [(3,)])
    after = previews(await bo.searches(None))

    assert len(after) == len(before) == 6
    assert after[0] != before[0]
    assert after[0]["title"] == title_of(await anna.writes(asked))
    assert "Lisa" not in str(after)


async def test_a_message_is_asked_about_where_nobody_else_sees_it(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna", place=CHANNEL)
    dialog = await anna.asks_about(MESSAGE)
    other = await anna.presses_in_dialog(dialog, rows_of(dialog)[0])
    back = await anna.presses_in_dialog(other, f"{anna.say('answer.back')}: {TITLE}")
    comes = await anna.presses_in_dialog(back, "button.in_own_chat")
    whole = await bot.until_shown("a:anna", TITLE)

    assert words_of(dialog).splitlines()[:3] == [
        anna.say("extension.only_you"),
        "Du frågade: Måste vi diarieföra kommentarer på Facebook? Hälsningar Lisa, [telefonnummer]",
        TITLE,
    ]
    assert title_of(other) == rows_of(dialog)[0]
    assert executes(dialog) == executes(other) == []
    assert words_of(comes) == anna.say("own_chat.comes")
    assert words_of(whole).startswith(anna.say("own_chat.lead"))
    assert bot.shown_in(CHANNEL["id"]) == []
    assert rows_in(tmp_path, "select * from answers") == []


async def test_a_message_without_a_question_gets_a_sentence(bot: ServedBot) -> None:
    anna = bot.person("anna", place=BETWEEN_TWO)

    for text in ("<p></p>", "mina ärenden", '<img alt="kattbild">'):
        assert words_of(await anna.asks_about(text)) == anna.say("extension.no_question")
    too_long = await anna.asks_about("å" * 2001, "text")
    assert anna.say("nothing.too_long", count=2001, limit=2000) in words_of(too_long)


async def test_nobodys_own_matters_are_shown_in_a_chat_with_others(
    bot: ServedBot, tmp_path: Path
) -> None:
    private, between = bot.person("anna"), bot.person("anna", place=BETWEEN_TWO)
    await private.writes("starta konto")
    mine = {"action": "my_cases", "language": "sv"}
    status, pressed = await between.sends_press(mine)
    dialog = await between.submits_in_dialog(mine)
    about = await between.asks_about("Hur går det med min ansökan?")

    alone = between.say("walk.private_only", command="mina ärenden")
    assert (status, pressed["value"], words_of(dialog)) == (200, alone, alone)
    assert "mina ärenden" in words_of(about)
    chats = rows_in(tmp_path, "select conversation from people")
    assert chats == [("a:anna",)]
