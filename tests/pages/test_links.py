"""Sealed links to records."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language import Language
from pages.links import LIFETIME, Expired, Forged, RecordLink, SignedLinks
from tests.pages.served_pages import KEY, NOON

LINKS = SignedLinks([KEY], lambda: NOON, "https://bot.sala.example/")
START = "https://bot.sala.example/arenden/"
LETTERS = st.characters(min_codepoint=33)


def token_to(request_id: str, language: Language = "sv", *, links: SignedLinks = LINKS) -> str:
    return links.to_record(request_id, language, reader="id-rut").removeprefix(START)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["sv", "en"]))
def test_a_link_leads_to_its_request_in_its_language(request_id: str, language: Language) -> None:
    link = LINKS.to_record(request_id, language, reader="id-rut")

    assert link.startswith(START)
    assert LINKS.read_record(link.removeprefix(START)) == RecordLink(request_id, language, "id-rut")


@given(st.data())
def test_a_link_changed_anywhere_is_refused(data: st.DataObject) -> None:
    token = token_to("arende-1")
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(LETTERS.filter(lambda letter: letter != token[place]))

    with pytest.raises(Forged):
        LINKS.read_record(token[:place] + letter + token[place + 1 :])


@given(st.data())
def test_a_link_cut_short_or_made_longer_is_refused(data: st.DataObject) -> None:
    token = token_to("arende-1")
    short = token[: data.draw(st.integers(0, len(token) - 1))]
    long = token + data.draw(st.text(LETTERS, min_size=1, max_size=5))

    for each in (short, long):
        with pytest.raises(Forged):
            LINKS.read_record(each)


@given(st.text())
def test_a_made_up_link_is_refused(token: str) -> None:
    with pytest.raises(Forged):
        LINKS.read_record(token)


def test_the_parts_of_two_links_do_not_make_a_third() -> None:
    one, other = (token_to(request_id) for request_id in ("arende-1", "arende-2"))

    mixed = {one[:cut] + other[cut:] for cut in range(len(one))} - {one, other}
    for each in mixed:
        with pytest.raises(Forged):
            LINKS.read_record(each)


def test_a_link_that_was_made_before_the_clock_was_set_back_a_day_has_run_out() -> None:
    ahead = SignedLinks([KEY], lambda: NOON + timedelta(days=1), "https://bot.sala.example/")

    with pytest.raises(Expired):
        LINKS.read_record(token_to("arende-1", links=ahead))


@pytest.mark.parametrize("secret", ["id-rut", "arende-1"])
def test_a_link_tells_nobody_whom_it_was_made_for_nor_what_it_leads_to(secret: str) -> None:
    token = token_to("arende-1")
    raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))

    assert secret not in token
    assert secret.encode() not in raw


def test_ones_own_link_does_not_hold_the_persons_id() -> None:
    person = "8f0e6a52-6f2f-4a0e-9a52-0d6f0b1f9a11"
    token = LINKS.to_personal_data(person, "sv").rpartition("/")[2]

    assert person.encode() not in urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert LINKS.read_personal_data(token) == (person, "sv")


def test_a_link_signed_with_another_key_is_refused() -> None:
    others = SignedLinks([b"x" * 32], lambda: NOON, START)

    with pytest.raises(Forged):
        LINKS.read_record(token_to("arende-1", links=others))


@pytest.mark.parametrize(
    ("age", "is_good"),
    [
        (timedelta(0), True),
        (LIFETIME - timedelta(seconds=1), True),
        (LIFETIME, False),
        (timedelta(days=9), False),
    ],
)
def test_a_link_is_good_for_a_quarter_of_an_hour(age: timedelta, is_good: bool) -> None:
    token = token_to("arende-1")
    later = SignedLinks([KEY], lambda: NOON + age, "")

    if is_good:
        assert later.read_record(token).request_id == "arende-1"
    else:
        with pytest.raises(Expired):
            later.read_record(token)


def test_a_forged_link_is_forged_even_when_it_is_old() -> None:
    later = SignedLinks([KEY], lambda: NOON + timedelta(days=1), "")

    with pytest.raises(Forged):
        later.read_record(token_to("arende-1")[:-1])


def test_a_key_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        SignedLinks([b"secret"], lambda: NOON, "")


def test_a_link_signed_with_the_key_before_is_still_read() -> None:
    new = b"the key that follows, 32 letters"
    link = LINKS.to_record("request-1", "sv", reader="id-rut").rpartition("/")[2]
    overlap = SignedLinks([new, KEY], lambda: NOON, "")

    assert overlap.read_record(link).request_id == "request-1"
    with pytest.raises(Forged):
        SignedLinks([new], lambda: NOON, "").read_record(link)


def test_during_the_overlap_the_new_key_signs() -> None:
    new = b"the key that follows, 32 letters"
    link = SignedLinks([new, KEY], lambda: NOON, "").to_draft("gap-1").rpartition("/")[2]

    assert SignedLinks([new], lambda: NOON, "").read_draft(link) == "gap-1"


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="key"):
        SignedLinks([], lambda: NOON, "")
