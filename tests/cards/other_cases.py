"""Cards about oneself, the register, talk and help, ordinary ones and as full as they can get."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from accounts.form import MANAGER
from cards.actions import Asked
from cards.answer import Shown, answer_card
from cards.browse import help_card
from cards.case_parts import plain_card
from cards.elements import Card
from cards.extension import account_hit, passage_hit, private_card, sentence_card
from cards.notifications import notifications_card, with_why
from cards.personal_data import erased_card, erasing_card, my_data_card
from cards.reading import reading_card
from cards.register import accounts_card, unknown_account_card
from cards.talk import source_card, talk_card, waiting_walk_card, with_others
from core.incoming import ShownIn
from core.outbox import Notice, NoticeKind
from core.person import Person
from core.personal_data import DataKind, PersonExtract
from dialogs.notice_kinds import NoticeTopic, why_of
from knowledge.base import Base
from knowledge.passage import Passage
from readings.changes import PassageChange, SentenceChange
from readings.reading import Revision, RoutineReading
from readings.reading_service import ReadingState
from tests.cards.cases import AT, an_account_in_use
from tests.world.people import ANNA
from texts.catalogue import Catalogue

REGISTER = "https://boten.example/konton"

ONE_OF_EACH = (
    "my data",
    "erasing",
    "erased",
    "help",
    "help, reviewer, requests, in a walk",
    "accounts",
    "account by name",
    "account unknown",
    "talk about an answer",
    "source",
    "waiting walk",
    "reading news",
    "reading confirmed",
    "several questions, before",
    "passage found",
    "account found",
    "asked about a message",
    "sentence in a dialog",
)
LEAD = "Det låter jobbigt, och det är bra att du frågar. Ta gärna hjälp av din chef. "


@dataclass(frozen=True)
class Beside:
    question: str
    passage: Passage | None


def golden_other_cards(base: Base, texts: Catalogue, one: Asked) -> dict[str, Card]:
    """Return one card of each kind."""
    cards = dict(every_other_card(base, texts, one, fullest=False))
    return {name: cards[name] for name in ONE_OF_EACH}


def every_other_card(
    base: Base, texts: Catalogue, one: Asked, *, fullest: bool = True
) -> Iterator[tuple[str, Card]]:
    yield from _own_data(texts)
    yield from _help(texts, one)
    yield from _reading(base, texts, one, fullest=fullest)
    yield from _register(base, texts, one, fullest=fullest)
    yield from _talk(base, texts, one, fullest=fullest)
    yield from _extension(base, texts, one, fullest=fullest)


def _own_data(texts: Catalogue) -> Iterator[tuple[str, Card]]:
    url = f"https://boten.example/mina-uppgifter/{'a' * 300}"
    everything = PersonExtract(ANNA.id, AT, {kind: [{}] * 1000 for kind in DataKind})
    for name, data in {"": everything, " of nobody": PersonExtract(ANNA.id, AT, {})}.items():
        yield f"my data{name}", my_data_card(data, texts, url=url, minutes=15)
        yield f"my data{name}, no page", my_data_card(data, texts, url=None)
        yield f"erasing{name}", erasing_card(data, texts)
        yield f"erased{name}", erased_card(data, texts)
    topics, saved = [*NoticeTopic], texts.say("notifications.saved")
    yield "notifications", notifications_card(topics, topics[:2], texts, lead=saved)
    told, topic = plain_card(texts.say("notice.manager-withdrawn"), texts), NoticeTopic.AS_MANAGER
    notice = Notice("k", NoticeKind.WITHDRAWN, ANNA.id, "sm-aaaaaaaa", by=Person("x", "Å" * 60))
    yield "notice with why", with_why(told, why_of(notice, texts), topic, texts)


def _help(texts: Catalogue, one: Asked) -> Iterator[tuple[str, Card]]:
    for step in (None, "Steg 5 av 5: Om något händer"):
        for is_reviewer in (False, True):
            for has_accounts in (False, True):
                roles = [*["reviewer"] * is_reviewer, *["requests"] * has_accounts]
                name = ", ".join(["help", *roles, *["in a walk"] * bool(step)])
                yield (
                    name,
                    help_card(
                        one,
                        texts,
                        step=step,
                        is_reviewer=is_reviewer,
                        has_accounts=has_accounts,
                        has_follow_up=has_accounts,
                    ),
                )


def _reading(
    base: Base, texts: Catalogue, one: Asked, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    """The routine read, not read, and with as much changed as there can be."""
    count, long = (40, 60) if fullest else (2, 1)
    changes = [
        PassageChange(
            passage.id,
            passage.text_in(texts.language).title,
            (SentenceChange("Du frågar först. " * long, "Du frågar alltid först. " * long),),
            is_gone=number % 20 == 1,
        )
        for number, passage in enumerate([*base.passages.values()][:count])
    ]
    units = {f"enhet-{number}": f"Enheten {number}" for number in range(75 if fullest else 2)}
    revision = Revision("2026", "2026-11-20", {}, AT)
    state = ReadingState(revision, None, None, "enhet-1")
    lead = texts.say("reading.news")
    yield "reading news", reading_card(state, changes, units, one, texts, lead=lead)
    yield "reading", reading_card(state, [], units, one, texts)
    read = replace(state, reading=RoutineReading("2026", "id-ada", "enhet-1", AT))
    yield "reading confirmed", reading_card(read, changes, units, one, texts)


def _register(
    base: Base, texts: Catalogue, one: Asked, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    form = base.account_form
    assert form is not None
    account = an_account_in_use(form)
    if fullest:
        longest = {field.id: field.longest for field in form.rules.fields()}
        room = longest.get(MANAGER, 200)
        address = f"https://www.example.org/{'a' * 470}"
        account = replace(
            account, name="Å" * room, unit="ö" * room, contact="ä" * room, address=address
        )
    about = [each.id for each in _longest_titles(base)]
    for url in (REGISTER, None):
        where = "" if url else ", no page"
        for count, name in ((0, "no accounts"), (2, "accounts"), (40, "many accounts")):
            card = accounts_card([account] * count, one, base, form, texts, url, about=about)
            yield f"{name}{where}", card
        named = accounts_card([account], one, base, form, texts, url, one=True)
        yield f"account by name{where}", named
        unknown = unknown_account_card("å" * (60 if fullest else 9), one, base, texts, url)
        yield f"account unknown{where}", unknown


def _talk(base: Base, texts: Catalogue, one: Asked, *, fullest: bool) -> Iterator[tuple[str, Card]]:
    longest = _longest_titles(base)
    reply = "Det är bra att du frågar. " * (40 if fullest else 1)
    unasked = one.model_copy(update={"question": ""})
    yield "talk", talk_card(reply, unasked, (), texts)
    yield "talk about an answer", talk_card(reply, one, longest, texts, back=longest[0])
    passages = base.passages.values() if fullest else longest[:1]
    for passage in passages:
        name = f"source {passage.id}" if fullest else "source"
        yield name, source_card(passage, one, base, texts)
    step = texts.say("talk.walk_waits", step="Steg 5 av 5: Om något händer")
    yield "waiting walk", waiting_walk_card("sm-abcdefgh", step, texts)
    beside = [Beside(one.question, each) for each in longest[1:]]
    others = [*beside, Beside(one.question, None)]
    shown = answer_card(Shown(one, longest[0]), base, texts)
    for first in (True, False):
        where = "before" if first else "after"
        several = with_others(shown, LEAD, others, one, texts, first=first)
        yield f"several questions, {where}", several


def _extension(
    base: Base, texts: Catalogue, one: Asked, *, fullest: bool
) -> Iterator[tuple[str, Card]]:
    assert base.account_form is not None
    chat = f"https://teams.microsoft.com/l/chat/0/0?users=28:bot&message={'a' * 200}"
    for passage in base.passages.values() if fullest else _longest_titles(base)[:1]:
        name = f"passage found {passage.id}" if fullest else "passage found"
        yield name, passage_hit(passage, base, texts, chat).card
        name = f"asked about a message {passage.id}" if fullest else "asked about a message"
        answer = answer_card(Shown(one, passage, shown_in=ShownIn.DIALOG), base, texts)
        yield name, private_card(answer, one.question, texts)
    account = an_account_in_use(base.account_form)
    yield "account found", account_hit(account, base.account_form, texts, REGISTER).card
    yield "sentence in a dialog", sentence_card(texts.say("own_chat.comes"))


def several_answered(shown: Card, base: Base, texts: Catalogue, one: Asked) -> Card:
    """Return *shown* with three other questions of the same message answered beside it."""
    others = [Beside(one.question, each) for each in _longest_titles(base)]
    return with_others(shown, LEAD, others, one, texts, first=True)


def _longest_titles(base: Base) -> list[Passage]:
    return sorted(base.passages.values(), key=lambda each: len(each.sv.title))[-3:]
