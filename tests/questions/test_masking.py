"""What `mask` takes out of a text, and what it leaves."""

import time
import timeit
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from stdnum import luhn

from questions.masking import MARKERS, PersonalData, find, mask

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

DISGUISES: dict[str, Callable[[str], str]] = {
    "none": lambda number: number,
    "spaced": " ".join,
    "no-break spaces": "\u00a0".join,
    "thin spaces": "\u2009".join,
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "full-width digits": lambda number: number.translate(FULL_WIDTH),
    "keycaps": lambda number: "".join(f"{c}\ufe0f\u20e3" if c.isdigit() else c for c in number),
    "en dash": lambda number: number.replace("-", "\u2013"),
    "minus sign": lambda number: number.replace("-", "\u2212"),
    "broken line": lambda number: number.replace("-", "\r\n-"),
}

disguises = st.sampled_from(list(DISGUISES.values()))
sentences = st.text(st.characters(exclude_categories=["N"], exclude_characters="@"), max_size=40)
numbers_beside = st.sampled_from(["", "2024 ", "dnr 2023/45, ", "8 kap. 12 § ", "a@b.se, ", "0 "])


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1890, 1, 1), date(2030, 1, 1)))
    day = born.day + draw(st.sampled_from([0, 60]))
    digits = f"{born:%y%m}{day:02}{draw(st.integers(0, 999)):03}"
    digits += luhn.calc_check_digit(digits)
    century = draw(st.sampled_from(["", str(born.year)[:2]]))
    separator = draw(st.sampled_from(["", "-", "+", " ", " - ", "- ", "."]))
    return f"{century}{digits[:6]}{separator}{digits[6:]}"


def digits_in(text: str) -> str:
    digits = (unicodedata.digit(character, None) for character in text)
    return "".join(str(digit) for digit in digits if digit is not None)


@settings(max_examples=150, deadline=None)
@given(identity_numbers(), disguises, sentences, numbers_beside, sentences)
def test_an_identity_number_is_gone_however_it_is_written(
    number: str, disguise: Callable[[str], str], before: str, beside: str, after: str
) -> None:
    masked = mask(before + beside + disguise(number) + after)

    assert PersonalData.IDENTITY_NUMBER in masked.kinds
    assert digits_in(number) not in digits_in(masked.text)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [
            "0701234567",
            "070-123 45 67",
            "08-123 456 78",
            "0224-74 70 00",
            "0224/747000",
            "+46 (0)70-123 45 67",
            "+46701234567",
            "0046 70 123 45 67",
            "+47 22 12 34 56",
        ]
    ),
    st.sampled_from([DISGUISES[name] for name in ("none", "zero-width spaces", "en dash")]),
    st.text(st.characters(exclude_categories=["N", "P", "S"]), max_size=20),
)
def test_a_phone_number_is_gone_however_it_is_written(
    number: str, disguise: Callable[[str], str], beside: str
) -> None:
    assume(not mask(f"{beside} {beside}").kinds)  # chance writes names too
    masked = mask(f"{beside} {disguise(number)}{beside}")

    assert masked.kinds == {PersonalData.PHONE_NUMBER}
    assert digits_in(masked.text) == ""


@pytest.mark.parametrize(
    "number",
    [
        "0 7 0 1 2 3 4 5 6 7",
        "070123\u00a04567",
        "tel0701234567",
        "070_123_45_67",
        "0701234567".translate(FULL_WIDTH),
    ],
)
def test_an_oddly_written_phone_number_is_gone(number: str) -> None:
    assert mask(f"Ring {number}!").text in ("Ring [telefonnummer]!", "Ring tel[telefonnummer]!")


@pytest.mark.parametrize(
    "address",
    [
        "kalle@sala.se",
        "kalle.anka+x@barn.sala.se",
        "åsa@räksmörgås.se",
        "kalle @ sala.se",
        "kalle\uff20sala.se",
        "kal\u200ble@sala.se",
        "a\u0308rla@sa\u030asa.se",
        "811228-9874@sala.se",
        "kalle@sala.se\ufe0f",
    ],
)
def test_an_e_mail_address_is_gone(address: str) -> None:
    masked = mask(f"Skriv till {address}.")

    assert masked.text == "Skriv till [e-post]."
    assert masked.kinds == {PersonalData.E_MAIL}


@pytest.mark.parametrize(
    "address",
    [
        "namn(at)sala.se",
        "namn [at] sala punkt se",
        "namn.efternamn (at) sala (punkt) se",
        "namn{at}sala[dot]se",
        "kalle snabel-a sala punkt se",
        "kalle punkt anka snabela sala.se",
        "kalle@sala punkt se",
        "kalle AT sala DOT se",
        "kalle at barn dot sala dot se",
        "kalle (a) sala.se",
        "kalle\u00a0(at)\u200bsala.se",
    ],
)
def test_an_address_that_is_spelled_out_is_gone(address: str) -> None:
    masked = mask(f"Skriv till:{address}")

    assert masked.text == "Skriv till:[e-post]"
    assert masked.kinds == {PersonalData.E_MAIL}


@pytest.mark.parametrize(
    "number",
    [
        "850709-R220",
        "850709-T980",
        "19850709-K123",
        "19850709K123",
        "850709 r220",
        "850709-TF12",
        "850709-2B34",
        "850769-Å220",
        "８５０７０９–R220",
    ],
)
def test_a_reserve_number_is_gone(number: str) -> None:
    masked = mask(f"Brukaren ({number}) vill")

    assert masked.text == "Brukaren ([personnummer]) vill"
    assert masked.kinds == {PersonalData.IDENTITY_NUMBER}


@pytest.mark.parametrize(
    "text",
    [
        "Filen heter 20261129-plan eller 261129-v2ab",
        "Ärende 859909-R220 och 850709-R2201",
        "Den 20261129 kl10",
        "Can we post at sala.se?",
        "Vi ska vara på plats prick åtta, punkt slut",
        "Får vi svara (at least once) i kommentarer?",
        "Skriv @sala.kommun (a) eller (b)",
    ],
)
def test_what_only_resembles_a_number_or_an_address_stays(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.parametrize("before", ["010101 ", "21 ", "20 01 ", "12 1981 ", "2024-11-02 "])
def test_a_number_before_it_hides_no_identity_number(before: str) -> None:
    assert mask(before + "8112 28-9874").text == before + "[personnummer]"


@pytest.mark.parametrize("number", ["19811228-9875", "811228-9875", "811288–9870"])
def test_a_mistyped_identity_number_is_gone_where_its_shape_is_unmistakable(number: str) -> None:
    assert mask(f"Det gäller {number}").text == "Det gäller [personnummer]"


@pytest.mark.parametrize(
    "text",
    [
        "Måste vi diarieföra kommentarer på Facebook?",
        "Kan vi svara på Instagram? 😀 👩‍💻",
        "Gäller 2023/45 eller KS 2023/123-4?",
        "Dnr 2023-000123, SFS 1998:112, 8 kap. 12 § och 2009:400",
        "2024-11-02 12.30, 2024-11-02 12:30 och 2/11 2024",
        "2024-11-02 - 2024-11-05, 01.02.2024, v. 12-14",
        "Öppet kl. 08.30-16.30 och 08.30 – 16.30",
        "Det kostade 1 250 000 kr, eller 12 345 678 kronor",
        "202100-1234 är ett organisationsnummer, 5051-6905 ett bankgiro",
        "192.168.10.10 och 10.0.0.1",
        "Ring 112 eller 1177",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "https://www.facebook.com/salakommun/posts/1234567890123",
        "Får @sala.kommun svara på instagram.com/@sala.kommun?",
        "Mellan 2010-2015 och 2016-2020",
    ],
)
def test_an_ordinary_question_is_unchanged(text: str) -> None:
    masked = mask(text)

    assert masked.text == text
    assert masked.kinds == frozenset()


def test_everything_else_stays_as_it_was_written() -> None:
    masked = mask("Hej!\u00a0 811228-9874  och ０７０-１２３４５６７ –\tmejl:a@b.se\n")

    assert masked.text == "Hej!\u00a0 [personnummer]  och [telefonnummer] –\tmejl:[e-post]\n"
    assert masked.kinds == set(PersonalData) - {PersonalData.NAME}


tricky = st.text(st.sampled_from("0011246789 -+./()@a[]\u200b\u00a0"), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=60), tricky))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text).text

    assert mask(once).text == once


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(st.characters(), max_size=60), tricky))
def test_a_kind_is_told_exactly_when_its_marker_was_put(text: str) -> None:
    masked = mask(text)

    assert masked.kinds == {
        kind for kind, marker in MARKERS.items() if masked.text.count(marker) > text.count(marker)
    }


@pytest.mark.parametrize(
    "piece",
    ["0 ", "1 1", "0/", "20 01 01 ", "a@", "a.a@a.", "a", "811228-987", "+4", "(0", "0701234567 "],
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    text = piece * (8_000 // len(piece)) + "@"

    short, long = seconds_for(text[:2_000]), seconds_for(text)

    assert long < max(8 * short, 0.1)


def seconds_for(text: str) -> float:
    """CPU time at best: the garbage of other tests may be collected in the midst of one run."""
    return min(timeit.repeat(lambda: mask(text), timer=time.thread_time, number=1, repeat=5))


def test_it_tells_where_in_the_text_each_thing_stands() -> None:
    text = "Hon\u00a0 heter 19121212-1212, skriv till a@b.se"

    assert [(text[one.start : one.end], one.kind) for one in find(text)] == [
        ("19121212-1212", PersonalData.IDENTITY_NUMBER),
        ("a@b.se", PersonalData.E_MAIL),
    ]
