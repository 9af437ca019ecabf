"""More than people can send is refused, and told when to come again."""

import logging

import orjson
import pytest

from tests.channel.rig import a_rig


def sender(name: str) -> dict[str, str]:
    return {"id": f"29:{name}", "name": name, "aadObjectId": f"aad-{name}"}


async def test_beyond_a_minutes_worth_a_person_is_told_when_to_come_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    async with a_rig(person_per_minute=6) as rig:
        message = rig.a_message("Hej")
        statuses = [(await rig.post(rig.a_message("Hej")))[0] for _ in range(6)]
        async with rig.client.post(
            rig.url, data=orjson.dumps(message), headers=rig.headers()
        ) as refused:
            told = (refused.status, refused.headers["Retry-After"], await refused.json())
        turns = rig.bot.turns

        assert statuses == [200] * 6
        assert told == (429, "10", {"error": "too many requests from one person"})
        assert turns == 6
        assert [record.getMessage() for record in caplog.records] == [
            "request refused with 429: too many requests from one person"
        ]
        rig.clock.now += 10

        assert (await rig.post(message))[0] == 200


async def test_one_person_who_sends_too_much_silences_nobody_else() -> None:
    async with a_rig(person_per_minute=2) as rig:
        for _ in range(4):
            await rig.post(rig.a_message("Hej"))

        status, _ = await rig.post(rig.a_message("Hej", **{"from": sender("bo")}))

    assert status == 200


async def test_all_together_have_a_limit_too() -> None:
    async with a_rig(tenant_per_minute=3) as rig:
        messages = [rig.a_message("Hej", **{"from": sender(name)}) for name in "abcd"]
        statuses = [(await rig.post(message))[0] for message in messages]

    assert statuses == [200, 200, 200, 429]


async def test_what_is_not_let_in_counts_for_nobody() -> None:
    async with a_rig(person_per_minute=1, tenant_per_minute=1) as rig:
        refused = [(await rig.post(rig.a_message(), rig.headers(aud="x")))[0] for _ in range(3)]

        assert refused == [401] * 3
        assert (await rig.post(rig.a_message("Hej")))[0] == 200


async def test_without_a_limit_none_is_kept() -> None:
    async with a_rig() as rig:
        statuses = {(await rig.post(rig.a_message("Hej")))[0] for _ in range(50)}

    assert statuses == {200}
