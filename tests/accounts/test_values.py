"""What people enter: how it is tidied, and what is wrong with it."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.addresses import is_web_address
from accounts.values import (
    FaultKind,
    Field,
    FieldFault,
    FieldKind,
    fault_in,
    normalized,
)
from core.entered_text import LONGEST_ENTERED, entered_text, require_within_limit
from core.errors import TooLong

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
RAINBOW_FLAG = "\N{WAVING WHITE FLAG}\ufe0f\u200d\N{RAINBOW}"
HEALTH_WORKER = "\N{WOMAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}\u200d\N{STAFF OF AESCULAPIUS}\ufe0f"


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("  Sala \t bibliotek\n", "Sala bibliotek"),
        ("rad ett\r\nrad två", "rad ett rad två"),
        ("A\u030a\u006b\u0065", "Åke"),
        ("Sala\u200b\ufeffbibliotek", "Salabibliotek"),
        ("a\u200b\u030angest", "ångest"),
        ("Sala\u00ad", "Sala"),
        ("\u202eelas\u202c", "elas"),
        ("nul\x00 bell\x07 escape\x1b", "nul bell escape"),
        ("\ud800sala", "sala"),
        ("\ue000sala", "sala"),
        ("10\u00a0000 kr", "10 000 kr"),
        ("rad\u2028ny\x0brad\x85till", "rad ny rad till"),
        ("\u200b \u2060", ""),
        ("\u3164\u2800\u115f", ""),
        ("a\u200db", "ab"),
        ("\u200d😀\u200d", "😀"),
        (FAMILY, FAMILY),
        (RAINBOW_FLAG, RAINBOW_FLAG),
        (HEALTH_WORKER, HEALTH_WORKER),
    ],
)
def test_a_line_is_kept_as_it_looks(entered: str, kept: str) -> None:
    assert normalized(entered, FieldKind.LINE) == kept


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("ett\r\ntvå\rtre\u2028fyra", "ett\ntvå\ntre\nfyra"),
        ("\n\n ett \n\n\n\n två \n", "ett\n\ntvå"),
        ("ett\n \u200b \n\t\ntvå", "ett\n\ntvå"),
        ("två   ord", "två ord"),
        ("\x0b\x1f", ""),
    ],
)
def test_a_text_keeps_its_paragraphs(entered: str, kept: str) -> None:
    assert normalized(entered, FieldKind.TEXT) == kept


AWKWARD = st.text(
    st.sampled_from("aåA 1\u030a\u200b\u200d\ufe0f\t\r\n\x85\u2028\x00\u2800\ud800😀♀\u1100\u1161,")
    | st.characters(codec=None)
)


@given(AWKWARD, st.sampled_from(FieldKind))
def test_what_is_tidy_stays_as_it_is(entered: str, kind: FieldKind) -> None:
    kept = normalized(entered, kind)

    assert normalized(kept, kind) == kept


@given(AWKWARD, st.sampled_from(FieldKind))
def test_nothing_kept_is_invisible_or_breaks_a_file(entered: str, kind: FieldKind) -> None:
    kept = normalized(entered, kind)

    hidden = {sign for sign in kept if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co")}
    assert hidden <= ({"\n", "\u200d"} if kind is FieldKind.TEXT else {"\u200d"})
    assert kept == kept.strip()
    assert kept.encode().decode() == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(one == other == " " for one, other in pairwise(kept))


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1))
def test_composed_letters_and_signs_are_all_kept(entered: str) -> None:
    entered = unicodedata.normalize("NFC", entered)

    kept = normalized(entered, FieldKind.LINE)

    assert kept == "".join(sign for sign in entered if sign not in "\u115f\u1160\u2800\u3164\uffa0")


def test_more_than_any_card_of_ours_lets_through_is_refused() -> None:
    assert require_within_limit("a" * LONGEST_ENTERED) == "a" * LONGEST_ENTERED
    with pytest.raises(TooLong) as caught:
        entered_text("a" * (LONGEST_ENTERED + 1))

    assert caught.value.longest == LONGEST_ENTERED


CHOICES = ("ett", "två")


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        (Field("f", FieldKind.LINE), "", FaultKind.MISSING),
        (Field("f", FieldKind.LINE, longest=3), "åäö!", FaultKind.TOO_LONG),
        (Field("f", FieldKind.CHOICE, choices=CHOICES), "tre", FaultKind.NOT_A_CHOICE),
        (Field("f", FieldKind.CHOICE, choices=CHOICES), "ett,två", FaultKind.NOT_A_CHOICE),
        (Field("f", FieldKind.CHOICES, choices=CHOICES), "ett,tre", FaultKind.NOT_A_CHOICE),
        (Field("f", FieldKind.CHOICES, choices=CHOICES), "ett,", FaultKind.NOT_A_CHOICE),
        (Field("f", FieldKind.DATE), "2026-02-29", FaultKind.NOT_A_DATE),
        (Field("f", FieldKind.DATE), "20260228", FaultKind.NOT_A_DATE),
        (Field("f", FieldKind.DATE), "2026-W01-1", FaultKind.NOT_A_DATE),
        (Field("f", FieldKind.DATE), "i morgon", FaultKind.NOT_A_DATE),
        (Field("f", FieldKind.EMAIL), "kultur@sala", FaultKind.NOT_AN_EMAIL),
        (Field("f", FieldKind.EMAIL), "a b@sala.se", FaultKind.NOT_AN_EMAIL),
        (Field("f", FieldKind.EMAIL), "a@b@sala.se", FaultKind.NOT_AN_EMAIL),
        (Field("f", FieldKind.EMAIL), "kultur@sala..se", FaultKind.NOT_AN_EMAIL),
        (Field("f", FieldKind.WEB_ADDRESS), "www.sala.se", FaultKind.NOT_A_WEB_ADDRESS),
    ],
)
def test_a_wrong_answer_is_told_apart(field: Field, value: str, kind: FaultKind) -> None:
    assert fault_in(field, value) == FieldFault("f", kind)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field("f", FieldKind.LINE, required=False), ""),
        (Field("f", FieldKind.DATE, required=False), ""),
        (Field("f", FieldKind.LINE, longest=3), "åäö"),
        (Field("f", FieldKind.CHOICE, choices=CHOICES), "två"),
        (Field("f", FieldKind.CHOICES, choices=CHOICES), "ett,två"),
        (Field("f", FieldKind.CHOICES, choices=CHOICES, longest=3), "ett,två"),
        (Field("f", FieldKind.DATE), "2028-02-29"),
        (Field("f", FieldKind.EMAIL), "kultur.och-fritid+fb@post.sala.se"),
        (Field("f", FieldKind.WEB_ADDRESS), "https://www.sala.se"),
    ],
)
def test_a_right_answer_has_no_fault(field: Field, value: str) -> None:
    assert fault_in(field, value) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/salakommun",
        "http://sala.se",
        "HTTPS://Sala.se/Å?a=b&c=(d)#e",
        "https://åre.se/",
        "https://xn--re-yia.se",
        "https://a.sala.se:8443/x",
    ],
)
def test_an_address_that_a_browser_opens_is_taken(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sala.se",
        "//sala.se",
        "https://",
        "https:///sala.se",
        "https://sala",
        "https://localhost:80",
        "https://.se",
        "https://sala..se",
        "https://-sala.se",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[sala.se",
        "https://sala.se:99999",
        "https://sala.se:port",
        "https://sala.se:0",
        "https://ada@sala.se",
        "https://ada:losen@sala.se",
        "https://sala.se\\@ont.example",
        "https://sala.se\\.ont.example",
        "https://sala.se/ b",
        'https://sala.se/"onclick="',
        "https://sala.se/<script>",
        "ftp://sala.se",
        "javascript:alert(1)//sala.se",
        "javascript://sala.se/%0aalert(1)",
        "data:text/html,sala.se",
    ],
)
def test_an_address_that_leads_nowhere_or_astray_is_not(address: str) -> None:
    assert not is_web_address(address)
