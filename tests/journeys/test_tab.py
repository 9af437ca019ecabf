"""The tab over HTTP: signed in with tokens of Entra's, with the same services as the cards."""

from pathlib import Path
from typing import Any

import orjson

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.account_walk import (
    ACCOUNT,
    ADDRESS,
    CONTACT,
    DONE,
    IN_CHANNEL,
    MINE,
    NAME,
    Participants,
)
from tests.world.served_bot import ENTRA, KEY, ServedBot, serve_bot
from tests.world.tab import RESOURCE, TabUser, post_to_tab, sso_claims
from tests.world.wire import ABSENT, ANOTHER_TENANT, ISSUER, SigningKey

OPENED = orjson.dumps({"id": "0123-4567", "press": None})


async def status(bot: ServedBot, authorization: str) -> int:
    return (await post_to_tab(bot, OPENED, authorization)).status


async def test_only_tokens_of_entras_for_the_tab_and_our_tenant_let_anybody_in(
    bot: ServedBot,
) -> None:
    told = sso_claims(bot, "anna")
    first_version: dict[str, Any] = {
        "iss": f"https://sts.windows.net/{told['tid']}/",
        "aud": RESOURCE,
    }
    good = [ENTRA.token(**told), ENTRA.token(**told | first_version)]
    elsewhere = f"{bot.authority}/{ANOTHER_TENANT}/v2.0"
    changes: dict[str, dict[str, Any]] = {
        "for another app": {"aud": "7d1f3f0e-0000-4a3c-9a6e-2f0d9c1b6a11"},
        "for another host": {"aud": RESOURCE.replace("boten", "boten2")},
        "for several": {"aud": [told["aud"]]},
        "from another tenant": {"iss": elsewhere, "tid": ANOTHER_TENANT},
        "of another tenant's person": {"tid": ANOTHER_TENANT},
        "from Teams to the bot": {"iss": ISSUER},
        "expired": {"exp": 1_700_000_000},
        "without an end": {"exp": ABSENT},
        "of a program": {"scp": ABSENT, "roles": ["access_as_user"]},
        "for another scope": {"scp": "access_as_users"},
        "of nobody": {"oid": ABSENT},
        "of nobody there could be": {"oid": "anna"},
    }
    tokens = {name: ENTRA.token(**told | change) for name, change in changes.items()}
    tokens["signed with Teams' key"] = KEY.token(**told)
    tokens["signed by a stranger"] = SigningKey("entra-1").token(**told)
    got = {name: await status(bot, f"Bearer {token}") for name, token in tokens.items()}
    got["none"] = await status(bot, "")

    assert got == dict.fromkeys(got, 401)
    assert [await status(bot, f"Bearer {token}") for token in good] == [200, 200]


async def test_a_press_is_bounded_and_a_malformed_one_is_refused(
    small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path, None, BOT_PERSON_PER_MINUTE="6") as bot:
        token = f"Bearer {ENTRA.token(**sso_claims(bot, 'anna'))}"
        bodies = {
            400: b'{"id": "0123-4567", "press": [], "fields": {}}',
            413: b'{"id": "' + b"0" * 200_000 + b'"}',
        }
        got = {expected: await post_to_tab(bot, body, token) for expected, body in bodies.items()}
        unnamed = b'{"id": "0123-4567", "press": {}, "fields": {"action": "give_up"}}'
        unknown = await post_to_tab(bot, unnamed, token)
        form = await post_to_tab(bot, OPENED, token, "application/x-www-form-urlencoded")
        made_up = b'{"id": "0123-4567", "press": {"action": "hack"}, "fields": {}}'
        old = await post_to_tab(bot, made_up, token)
        for _ in range(2):
            await post_to_tab(bot, OPENED, token)

        assert {expected: answer.status for expected, answer in got.items()} == {
            expected: expected for expected in bodies
        }
        assert (unknown.status, form.status, old.status) == (400, 415, 200)
        assert "Kortet är gammalt" in old.sentence
        assert (await post_to_tab(bot, OPENED, token)).status == 429


async def test_a_request_is_filled_in_sent_and_decided_in_the_tab_and_told_in_the_chat(
    bot: ServedBot,
) -> None:
    story = Participants(bot)
    await story.is_prepared()
    await story.anna.writes(story.anna.word("greeting"))
    anna, rut = TabUser(bot, "anna"), TabUser(bot, "rut")
    first = await anna.presses(await anna.opens(), "walk.start")
    missing = await anna.presses(first, "walk.next", **{**ACCOUNT, "answer__syfte": ""})
    second = await anna.presses(missing, "walk.next", **ACCOUNT)
    third = await anna.presses(second, "walk.next", **MINE)
    summary = await anna.presses(third, "walk.to_summary", **CONTACT)
    sent = await anna.presses(summary, "walk.send")
    await bot.until_shown(IN_CHANNEL, rut.say("review.title", case=NAME))
    queue = await rut.presses(await rut.opens(), "tab.review")
    approved = await rut.presses(await rut.presses(queue, NAME), "review.approve_send")
    await bot.until_shown("a:anna", anna.say("notice.approved"))
    mine = await anna.presses(await anna.opens(), NAME)
    live = await anna.presses(mine, "checklist.live", **DONE, said__address=ADDRESS)

    (fault,) = missing.all("a")
    faulty = missing.all("textarea", id=fault.attributes["href"].removeprefix("#"))[0]
    assert fault.text.endswith("Svar saknas.")
    assert faulty.attributes["aria-invalid"] == "true"
    assert missing.held()["answer.namn"] == NAME
    assert anna.say("case.sent") in sent.text
    assert "Godkänd av Rut" in approved.text
    assert anna.say("status.live") in live.text


async def test_another_persons_case_and_the_queue_are_shut_to_who_has_no_part_in_them(
    bot: ServedBot,
) -> None:
    anna, bo, rut = (TabUser(bot, name) for name in ("anna", "bo", "rut"))
    first = await anna.presses(await anna.opens(), "walk.start")
    case = first.pressable()[anna.say("walk.next")]["case"]
    press = {"action": "open_case", "language": "sv", "case": case}
    others, drafts = await bo._press(press), await rut._press({**press, "action": "open_review"})
    queue = await bo._press({"action": "open_review", "language": "sv"})

    assert (others.text, others.sentence) == ("", bo.say("refused.no-such-case"))
    assert (drafts.text, drafts.sentence) == ("", rut.say("refused.no-such-case"))
    assert (queue.text, queue.sentence) == ("", bo.say("refused.not-a-reviewer"))
    assert bo.say("tab.review") not in (await bo.opens()).pressable()


async def test_an_old_page_is_told_so_and_the_request_shown_as_it_is(bot: ServedBot) -> None:
    anna = TabUser(bot, "anna", "en-GB")
    first = await anna.presses(await anna.opens(), "walk.start")
    await anna.presses(first, "walk.next", **ACCOUNT)
    again = await anna.presses(first, "walk.next", **{**ACCOUNT, "answer__namn": "Another"})

    assert again.sentence == anna.say("walk.old_card")
    assert again.all("main")[0].attributes["lang"] == "en"
    assert anna.say("walk.step", number=2, count=3) in again.text
