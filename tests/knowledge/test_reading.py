"""A message is read for what it holds, in words that nobody listed."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from bench.questions import read_questions
from knowledge.message.choice import choice_in
from knowledge.message.reading import read_message
from knowledge.search.snapshot import Snapshot
from knowledge.search.talk import Guess, TalkIndex, as_written
from knowledge.talk import Deed

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("talk_examples.yaml").read_text("utf-8")
)
SAID = [(kind, said) for kind, each in EXAMPLES.items() for said in each]
EXAMS = [Path("bench/exams/third.jsonl"), Path("bench/exams/fourth.jsonl")]


def test_nothing_here_stands_in_the_file(snapshot: Snapshot) -> None:
    listed = {
        phrase.lower()
        for kind in snapshot.base.talk
        for text in (kind.sv, kind.text_in("en"))
        for phrase in text.said_as
    }

    assert [said for _, said in SAID if said.lower() in listed] == []
    assert {kind for kind, _ in SAID} == {kind.id for kind in snapshot.base.talk} - {
        "agreed",
        "declined",
    }


def test_talk_is_known_as_talk(snapshot: Snapshot) -> None:
    messages = [(said, read_message(said, snapshot)) for _, said in SAID]
    missed = [said for said, message in messages if not (message.maybe or message.danger)]

    assert len(missed) <= 0.04 * len(SAID), missed


def test_nearly_all_talk_is_known_for_its_kind(snapshot: Snapshot) -> None:
    wrong: list[tuple[str, str, str]] = []
    for kind, said in SAID:
        message = read_message(said, snapshot)
        found = message.danger or message.talk
        if found is not None and found.id != kind:
            wrong.append((said, kind, found.id))

    assert len(wrong) <= 0.1 * len(SAID), wrong


@pytest.mark.parametrize(
    "asked",
    [
        "När är det lunch?",
        "När öppnar receptionen?",
        "Har vi ledigt på klämdagen?",
        "When is lunch?",
        "När är det fika?",
        "Var är alla?",
        "Where is everybody?",
    ],
)
def test_a_short_question_on_another_matter_is_no_talk(asked: str, snapshot: Snapshot) -> None:
    message = read_message(asked, snapshot)

    assert (message.talk, message.maybe) == (None, None)


CRIES = [*EXAMPLES["danger"], *EXAMPLES["self-harm"], *EXAMPLES["somebody-in-danger"]]


@pytest.mark.parametrize("said", CRIES)
def test_a_cry_for_help_is_heard_whatever_stands_around_it(said: str, snapshot: Snapshot) -> None:
    for text in (
        said,
        f"Hej! {said}. Får vi blockera folk? Mvh Lisa",
        f"{said}, vem godkänner konton",
    ):
        message = read_message(text, snapshot)
        assert message.danger is not None, text
        assert message.danger.does is Deed.EMERGENCY


@pytest.mark.parametrize(
    "said",
    [
        "jag vill dokumentera en händelse",
        "jag vill döpa om kontot",
        "jag är livrädd att få sparken",
        "jag vill ha kaffe",
        "jag vill ha ledigt på fredag",
        "how do I hit metrics",
        "can we kill messages older than a year",
        "vi hittade ett meddelande från i fjol",
        "en person hotar att stämma oss för ett inlägg",
        "någon bombarderar oss med kommentarer",
        "batteriet dog mitt i en livesändning",
        "jag dör av skratt åt kommentarerna",
        "hur slår man av kommentarer",
        "kan jag döda ett gammalt konto",
        "vad gäller om en brukare dör, får vi skriva om det",
    ],
)
def test_a_word_that_only_looks_dangerous_calls_nobody(said: str, snapshot: Snapshot) -> None:
    assert read_message(said, snapshot).danger is None


def test_fewer_than_one_question_in_a_hundred_meets_a_needless_emergency(
    snapshot: Snapshot,
) -> None:
    """Of the exams' questions that aren't about threats or an acute event."""
    dangerous = {"hot-hat", "kris", "enskilda-arenden"}
    asked = [question for path in EXAMS for question in read_questions(path)]
    called = [
        question.text
        for question in asked
        if dangerous.isdisjoint(question.topics) and read_message(question.text, snapshot).danger
    ]

    assert len(called) < 0.01 * len(asked), called


def test_hardly_any_question_is_taken_for_talk(snapshot: Snapshot) -> None:
    """Fewer than one in two hundred, of those written by others for the exams."""
    asked = [
        question.text for path in EXAMS for question in read_questions(path) if question.topics
    ]
    taken = [
        text for text in asked if (talk := read_message(text, snapshot).talk) and not talk.shows
    ]

    assert len(asked) >= 600
    assert len(taken) < 0.005 * len(asked), taken


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Bra svar! Men hur länge gäller det?", ("Men hur länge gäller det?",)),
        ("Tack så mycket. En sak till: får vi ha TikTok?", ("får vi ha TikTok?",)),
        (
            "Hej! Vi har ett konto.\nFår vi byta namn på det?",
            ("Vi har ett konto.", "Får vi byta namn på det?"),
        ),
    ],
)
def test_talk_beside_a_question_is_left_out_of_it(
    text: str, pieces: tuple[str, ...], snapshot: Snapshot
) -> None:
    message = read_message(text, snapshot)

    assert message.talk is None
    assert message.pieces == pieces


@pytest.mark.parametrize(
    "before",
    [
        "sitter här på natten helt ensam. ",
        "Hej igen! Ursäkta att jag stör, vet inte om jag hamnat rätt men ",
        "Hej, chefen bad mig kolla det här: ",
        "Jag jobbar som undersköterska på ett gruppboende och har en fråga. ",
        "Tjena mors\n",
        "Ny här. ",
        "Har letat överallt utan att hitta det. ",
        "ok då förstår jag, men ",
        "haha kul, men ",
        "du är en dålig bot men kan du säga ",
        "nej det var inte det jag menade, ",
        "jag förstår inte, ",
    ],
)
@pytest.mark.parametrize("after", ["", " Jätteglad för hjälp, ha en bra dag", " Kram Sussi :)"])
def test_what_is_said_around_a_question_is_left_out_of_it(
    before: str, after: str, snapshot: Snapshot
) -> None:
    question = "får jag vara vän med en brukare på Facebook?"
    message = read_message(f"{before}{question}{after}", snapshot)

    assert message.question == question
    assert message.talk is None


@pytest.mark.parametrize(
    "text",
    [
        "Jag är chef, hur anmäler jag ett hot?",
        "En brukare vill vara med på bild, men hans dotter säger nej, vad gäller?",
        "Vi har en sida som ingen sköter, hur avslutar vi den?",
        "Han hotar mig, får jag blockera honom?",
    ],
)
def test_what_a_question_is_about_stays_with_it(text: str, snapshot: Snapshot) -> None:
    assert read_message(text, snapshot).question == text


def test_each_question_has_the_statements_that_lead_up_to_it(snapshot: Snapshot) -> None:
    text = "Vi har en sida. Får vi blockera folk? Hur länge sparar vi kommentarer? Det är bråttom."
    assert read_message(text, snapshot).questions == (
        "Vi har en sida. Får vi blockera folk?",
        "Hur länge sparar vi kommentarer?",
    )


@pytest.mark.parametrize(
    ("said", "number"),
    [
        *((said, 1) for said in ("1", "1.", "1:an", "den första", "Första!", "nr 1 tack", "ettan")),
        *(
            (said, 2)
            for said in ("2", "den andra", "nummer två", "the second one", "jag menar 2:an")
        ),
        *((said, 3) for said in ("3:e", "tredje", "option three", "alternativ 3")),
        *((said, -1) for said in ("den sista", "the last one", "nedersta")),
    ],
)
def test_a_choice_is_understood(said: str, number: int) -> None:
    assert choice_in(said) == number


@pytest.mark.parametrize(
    "said",
    ["112", "1177", "första gången", "den", "den andra kommunen", "5", "en fråga till", "ja"],
)
def test_what_is_no_choice_is_none(said: str) -> None:
    assert choice_in(said) is None


class CountingIndex(TalkIndex):
    """Notes every text it is asked about."""

    asked: list[str]

    def guess(self, text: str) -> Guess | None:
        self.asked.append(text)
        return TalkIndex.guess(self, text)


def counting(index: TalkIndex) -> CountingIndex:
    made = CountingIndex(
        **{part.name: getattr(index, part.name) for part in fields(index) if part.init}
    )
    made.asked = []
    return made


@pytest.mark.parametrize(
    "text",
    ["Får vi blockera folk?", "Tack!", "Vi har en sida. Får vi blockera folk? Det är bråttom."],
)
def test_no_text_of_a_message_is_classified_twice(text: str, snapshot: Snapshot) -> None:
    index = counting(snapshot.talk)
    read_message(text, replace(snapshot, talk=index))

    assert index.asked
    assert len(index.asked) == len(set(index.asked))


def test_words_beyond_those_of_talk_are_told_as_nothing(snapshot: Snapshot) -> None:
    thanks = snapshot.talk.guess("tack så mycket")
    with_unknown = snapshot.talk.guess("tack så mycket ԱԲԳԴ")

    assert thanks is not None
    assert with_unknown is not None
    assert with_unknown.kind == thanks.kind
    assert with_unknown.known == 0.75


def test_a_very_long_word_is_told_by_its_beginning(snapshot: Snapshot) -> None:
    said = "räksmörgås" * 9

    assert as_written([said]).tolist() == [said.encode()[:40]]
    assert snapshot.talk.guess(said) is not None


def test_a_story_is_no_talk_however_it_is_worded(snapshot: Snapshot) -> None:
    assert snapshot.talk.guess("tack så mycket " * 4) is not None
    assert snapshot.talk.guess("tack så mycket " * 5) is None
