"""The words around a question are told from it, in both languages."""

import pytest

from knowledge.message.around import without_around

SV = "Får vi lägga ut bilder på brukare?"
EN = "May we post pictures of service users?"

GREETINGS = ["Hej! ", "hej, ", "Hejsan allihopa! ", "God morgon! ", "Tjena boten, ", "Hallå där – "]
OPENINGS = [
    "jag är vikarie och undrar: ",
    "Jag jobbar natt på Ekeby och har en fråga. ",
    "Snabb fråga: ",
    "Förlåt att jag stör, men ",
    "Kan du säga ",
    "undrar lite, ",
    "Vi är nya på enheten och skulle vilja veta: ",
]
TAILS = [
    " Tack på förhand!",
    " Tack!",
    " Tacksam för snabbt svar",
    " Ha en bra dag!",
    "\nTack så mycket",
]
SIGNATURES = [
    " Mvh Lisa",
    "\nMed vänlig hälsning\nLisa Ek\nUndersköterska, Sala kommun\n0224-74 70 00",
    " /Lisa",
    " //Lisa på Ekeby",
    "\nHälsningar Lisa",
    " Vänliga hälsningar, Lisa Ek, enhetschef",
    " Lisa Ek, undersköterska",
]
FOOTERS = [
    "\nSkickat från min iPhone",
    " Skickat från Outlook för iOS",
    "\n\nHämta Outlook för Android",
    "\nDetta meddelande kan innehålla sekretess och är bara avsett för mottagaren.",
    " Om du inte är rätt mottagare, radera meddelandet och hör av dig.",
    "\nNär du mejlar oss behandlar vi dina personuppgifter. Läs mer på sala.se.",
]
FORWARDED = [
    "Från: Lisa Ek <lisa@example.se>\nSkickat: den 3 mars 08:12\nTill: Boten\nÄmne: En fråga\n\n",
    "VB: fråga\n________________________________\nFrån: Per Lund\nÄmne: SV: funderar\n\n",
    "---------- Forwarded message ---------\nFrom: Eva <eva@example.se>\nSubject: pictures\n",
    "Ang: bilder\nHej!\n",
]
THREADS = [
    "\n________________________________\nFrån: Per Lund\nTill: Lisa\nFråga boten.",
    "\nDen tis 3 mars 2026 skrev Per Lund <per@example.se>:\nHar du frågat boten?",
    "\nOn Tue, 3 Mar 2026 Per Lund wrote:\nHave you asked?",
    "\n-- \nJohan Berg\nEnhetschef\nVård och omsorg",
]
ENGLISH = [
    ("Hi there! ", ""),
    ("I am a temp and I was wondering: ", ""),
    ("Quick question: ", ""),
    ("Sorry to bother you, but ", ""),
    ("", " Thanks in advance!"),
    ("", " Kind regards, Lisa Ek, nurse"),
    ("", "\nSent from my Samsung Galaxy"),
    ("", "\nThis e-mail is confidential and intended only for the recipient."),
    ("Hello, ", " Thank you! Best regards Lisa"),
]


@pytest.mark.parametrize("before", [*GREETINGS, *OPENINGS, "Hej! Jag är vikarie och undrar: "])
def test_what_leads_up_to_a_question_is_cut(before: str) -> None:
    assert without_around(before + SV).core == SV


@pytest.mark.parametrize(
    "after", [*TAILS, *SIGNATURES, *FOOTERS, " Tack! Mvh Lisa\nSkickat från min iPad"]
)
def test_what_follows_a_question_is_cut(after: str) -> None:
    assert without_around(SV + after).core == SV


@pytest.mark.parametrize("head", FORWARDED)
@pytest.mark.parametrize("below", THREADS)
def test_what_a_mail_program_puts_around_a_message_is_cut(head: str, below: str) -> None:
    assert without_around(f"{head}{SV}{below}").core == SV


def test_a_subject_with_nothing_below_it_stays() -> None:
    assert without_around("Ämne: Får vi ha TikTok?\n").core == "Ämne: Får vi ha TikTok?"


@pytest.mark.parametrize(("before", "after"), ENGLISH)
def test_so_it_is_in_english(before: str, after: str) -> None:
    assert without_around(before + EN + after).core == EN


@pytest.mark.parametrize(
    "text",
    [
        "Får vi lägga ut hälsningar från anhöriga?",
        "Får man tacka nej till att vara med på bild?",
        "Vad gör vi om bilden är tagen från min telefon?",
        "Jag är chef och en medarbetare har blivit hotad, vad gör jag?",
        "hejarklacken har ett konto, är det vårt?",
        "Gäller sekretess för meddelanden på Messenger?",
        "Is a confidential message on Messenger an official document?",
        "tack",
        "hej",
        "Skickat från min iPhone",
        "",
    ],
)
def test_what_belongs_to_the_question_stays(text: str) -> None:
    assert without_around(text).core == text


def test_what_was_cut_is_told_by_its_kind() -> None:
    found = without_around(f"Hej! Jag är ny och undrar: {SV} Tack! Mvh Lisa\nSkickat från min iPad")

    assert found.head == "Hej! Jag är ny och undrar:"
    assert found.tail == "Tack! Mvh Lisa"
    assert found.footer == "Skickat från min iPad"
