"""Read a message: what in it is a question, what is talk, and whether somebody is in danger."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from core.language import Language
from knowledge.message.around import Around, without_around
from knowledge.message.choice import choice_in
from knowledge.message.signs import kinds_of
from knowledge.search.snapshot import Snapshot
from knowledge.search.talk import Guess, folded
from knowledge.talk import Deed, TalkKind

SURE_LEAD = -0.4
"""How far behind being a question a kind of talk may be: in the exams fewer than one question in
two hundred comes so near, and nine pieces of talk in ten come nearer."""
MAYBE_LEAD = -1.0
"""The same where it hasn't a question's form, and nothing sure is found for it as one."""
ASIDE_LEAD = 0.0
"""The same for one sentence among others, which is more likely to belong to them."""
MIN_KNOWN, MAYBE_KNOWN = 0.6, 0.75
"""Share of the words that talk must be made of: the one unknown word says what a question is of."""
MIN_MARGIN = -0.6
"""The margin a kind must have by itself: below it, it is only the least unlikely one."""
MIN_SAID = 0.8
"""Share of the words that must be said of a kind of danger for a mere likeness to call it so."""
SHORTEST_QUESTION = 3
"""Words of a question that can stand beside another."""
_BETWEEN = re.compile(r"(?=\s)(?:(?:(?<=[^\d\s][.?!])|(?<=[?!]))\s+|\s*\n\s*)")
"""What parts sentences and lines; most places fail by the first look ahead."""
_SIGN = re.compile(r"\w")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.):]|[-–—*•])\s+")
_AND_ASKS = re.compile(
    r",?\s+(?:och|samt|and)\s+(?=(?:vad|vem|vilka|vilken|vilket|hur|när|vart|varför|får|måste|ska"
    r"|what|who|which|when|where|why|how|may|must|should)\b)",
    re.IGNORECASE,
)
"""Where one sentence asks two things."""
_CLAUSE = re.compile(
    r"\s*(?:[,;:–—]|\s-(?=\s)|(?=\s(?:men|but|fast)\s))\s*(?:(?:men|but|fast|så|so)\s)?",
    re.IGNORECASE,
)
"""Where what is said may end and what is asked begin."""
_ASKS = re.compile(
    r"(?:vad|vem|vilka|vilken|vilket|hur|när|var|vart|varför|får|kan|ska|skall|måste|bör|är|har|finns"
    r"|går|gäller|behöver|räknas|what|who|which|when|where|why|how|do|does|did|is|are|can|could|may"
    r"|must|should|shall|will|would|have|has)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message, parted."""

    around: Around
    pieces: tuple[str, ...]
    """The sentences that are no talk; all of them together are what is looked up."""
    talk: TalkKind | None = None
    """What the message is where it holds no question."""
    maybe: TalkKind | None = None
    """What it may be, where nothing is found for it."""
    danger: TalkKind | None = None
    feelings: TalkKind | None = None
    choice: int | None = None
    """Which of the rows shown is meant, from 1; -1 is the last."""

    @property
    def question(self) -> str:
        """What to look up."""
        return " ".join(self.pieces)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions, each with the statements that lead up to it."""
        found: list[str] = []
        before: list[str] = []
        for piece in (part for whole in self.pieces for part in _AND_ASKS.split(whole)):
            before.append(_NUMBERING.sub("", piece))
            if is_question(before[-1]) and len(folded(piece)) >= SHORTEST_QUESTION:
                found.append(" ".join(before))
                before = []
        if before and found:
            found[-1] = " ".join((found[-1], *before))
        return tuple(found) or (self.question,)


def is_question(text: str) -> bool:
    """Whether *text* has the form of a question."""
    return text.rstrip().endswith("?") or _ASKS.match(text.lstrip()) is not None


def read_message(text: str, snapshot: Snapshot) -> ParsedMessage:
    """Return what *text* holds."""
    return read_parted(without_around(text), snapshot)


def read_parted(around: Around, snapshot: Snapshot) -> ParsedMessage:
    """Return what the message parted into *around* holds."""
    reader = _Reader(snapshot)
    pieces = tuple(
        clause for sentence in sentences(around.core) for clause in reader.clauses(sentence)
    )
    whole = " ".join(pieces)
    told = [reader.talk_of(piece, SURE_LEAD) for piece in pieces]
    talk = _weightiest(told) if all(told) else None
    if talk is None:
        told = [reader.talk_of(piece, ASIDE_LEAD) for piece in pieces]
    asked = tuple(piece for piece, kind in zip(pieces, told, strict=True) if kind is None)
    if len(asked) < len(pieces):
        asked = sentences(without_around("\n".join(asked)).core)
    urgent = [*told, *reader.kinds.by_signs(whole)]
    maybe = None if is_question(whole) else reader.talk_of(whole, MAYBE_LEAD, MAYBE_KNOWN)
    return ParsedMessage(
        around,
        asked or pieces,
        talk=talk,
        maybe=talk or maybe,
        danger=_first(urgent, Deed.EMERGENCY),
        feelings=_first(urgent, Deed.FEELINGS),
        choice=choice_in(whole),
    )


def language_of_talk(kind: TalkKind, text: str, languages: Collection[Language]) -> Language | None:
    """Return which of *languages* *kind* is said in by the words of *text*.

    None where they are in several, or there is one word only, which is as well borrowed.
    """
    said = folded(text)
    if len(said) < 2:
        return None
    known = {each: _words_of(kind.text_in(each).said_as) for each in kind.given_in()}
    shares = {each: sum(map(known[each].__contains__, said)) for each in known if each in languages}
    best = max(shares, key=lambda each: shares[each])
    return best if shares[best] > min(shares.values()) else None


def talk_of_signs(text: str, snapshot: Snapshot) -> TalkKind | None:
    """Return the kind that the first sign in *text* says by itself, such as an emoji."""
    for sign in text:
        for kind in snapshot.base.talk:
            if sign in kind.signs_alone:
                return kind
    return None


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences and lines of *text*."""
    parts = _BETWEEN.split(text.strip())
    return tuple(" ".join(part.split()) for part in parts if _SIGN.search(part))


_STAYS = (Deed.EMERGENCY, Deed.FEELINGS)
"""What is said of oneself is what the question beside it is about."""


class _Reader:
    def __init__(self, snapshot: Snapshot) -> None:
        self._index = snapshot.talk
        self.kinds = kinds_of(snapshot.base)
        self._guesses: dict[str, Guess | None] = {}
        """Of one text it is asked with several leads."""

    def talk_of(self, text: str, lead: float, known: float = MIN_KNOWN) -> TalkKind | None:
        """Return the kind that *text* is, no more than *lead* behind being a question."""
        if text not in self._guesses:
            self._guesses[text] = self._index.guess(text)
        guess = self._guesses[text]
        if guess is None or guess.lead < lead or guess.known < known or guess.margin < MIN_MARGIN:
            return None
        if len(folded(text)) == 1 and not self._index.is_phrase(text):
            return None
        kind = self.kinds.by_id[guess.kind]
        return kind if kind.does is not Deed.EMERGENCY or _says_little_else(kind, text) else None

    def clauses(self, sentence: str) -> tuple[str, ...]:
        """Return *sentence*, parted where talk ends and a question begins."""
        for end in _CLAUSE.finditer(sentence):
            said, asked = sentence[: end.start()], sentence[end.end() :]
            kind = self.talk_of(said, ASIDE_LEAD)
            if kind is None or kind.does in _STAYS:
                continue
            core = without_around(asked).core
            if len(folded(core)) >= SHORTEST_QUESTION and is_question(core):
                return said, core
        return (sentence,)


def _says_little_else(kind: TalkKind, text: str) -> bool:
    """Whether nearly every word is said of *kind*: "jag vill ha kaffe" is no wish to die."""
    said = {word for each in kind.given_in() for word in _words_of(kind.text_in(each).said_as)}
    asked = folded(text)
    return sum(word in said for word in asked) >= MIN_SAID * len(asked)


@cache
def _words_of(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in folded(phrase))


def _first(kinds: Iterable[TalkKind | None], deed: Deed) -> TalkKind | None:
    return next((kind for kind in kinds if kind is not None and kind.does is deed), None)


def _weightiest(kinds: Iterable[TalkKind | None]) -> TalkKind | None:
    """Return the kind to reply to: one that asks something of the bot before mere words."""
    found = [kind for kind in kinds if kind is not None]
    asking = [kind for kind in found if kind.does is not Deed.REPLY]
    return next(iter((*asking, *reversed(found))), None)
