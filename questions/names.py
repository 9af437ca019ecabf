"""Names of people in what somebody writes, by the lists of given names and surnames in Faker.

The lists are Statistics Sweden's most common names. Ordinary words that are names too count only
where they are written as names.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ALSO_WORDS = frozenset(
    _listed(
        """april augusti bella berg bill björn blom bo borg bror brink bäck dag dan del edit ek else
        falk fors frank fred frid frisk gran green gun hall hammar hans hjort holm hult inga inge
        ina jack jean juni klara klas kling kvist lage lo liv li lilja lilly lind linda linde lova
        love lund löf maj malm man mark max may mia mina modig mona my nord nova palm per rask reine
        rita robin roos ros rosa rose roy rut saga said sam sand signe siri skog sköld smith stark
        sten stig storm strand strid ström svea svärd tim tor tore tove uno urban vega vera viola
        ville wall"""
    )
)
"""Names that are ordinary words as well, or stand in the names of laws, places and products."""
_NEVER = frozenset({"april", "augusti", "juni", "maj", "may", "my", "said", "else", "mina", "per"})
"""Written with a capital letter for other reasons more often than as a name."""
_PLATFORMS = _listed(
    """facebook instagram snapchat tiktok linkedin youtube whatsapp messenger teams twitter bluesky
    threads discord twitch pinterest reddit google meta telegram signal"""
)
_SURNAME_ENDINGS = _listed(
    """sson qvist quist kvist ström berg gren lund löf stedt strand dahl gård blad mark holm ovic
    ović zadeh"""
)

_ROLE = (
    r"(?:brukar|klient|patient|pensionär|hyresgäst|anhörig|vårdtagar|omsorgstagar|elev|barn|flick"
    r"|pojk|make|maka|mamma|pappa|mormor|morfar|farmor|farfar)\w{0,4}|boende[nt]?|tant|fru|herr"
    r"|farbror|resident|client|patient|pupil|student|service user|customer|mrs|mr|miss"
)
_NAMED = r"(?:\W+(?:som|who))?(?:\W+(?:heter|hette|kallas|vid namn|named|called|is called))?"
_BEFORE_A_NAME = re.compile(rf"\b(?:{_ROLE}){_NAMED}[ :,(\"'”]{{1,3}}", re.IGNORECASE)
_SENSITIVE = re.compile(
    r"\b(?:(?:rum|rummet|room|lgh|lägenhet(?:en)?|apartment|avd|avdelning|ward|plats|säng|bed)"
    r"\.?(?: nr\.?| nummer| no\.?)? ?\d+\w?"
    r"|\w+(?:gatan|vägen|gränd|gränden|torget|stigen|allén|backen)\s\d+\w?"
    r"|\d+ \w+ (?:street|road|lane)"
    r"|(?:dement|demens|alzheimer|cancer|diabet|adhd|autis|depress|deprim|psykos|psykot|schizo|bipol"
    r"|stroke|parkinson|epilep|missbruk|hiv|utvecklingsstör|självmord|suicid|gravid|pregnan|dementia"
    r"|inkontinen|liggsår|hjärtinfarkt|avliden|avled|diagnos|inlagd|sjukskriv|sjuk i"
    r"|narkoman|alkoholist|funktionsneds|handikapp|sexuellt överför|blodsmitt)\w*"
    rf"|(?:{_ROLE}))\b",
    re.IGNORECASE,
)
_NEAR = 50
"""Characters between a name and what makes it sensitive."""


@dataclass(frozen=True, slots=True)
class NameFound:
    """Where a name stands, and whether what is beside it tells of the person's life."""

    start: int
    end: int
    is_sensitive: bool


class _Word(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        return self.text[:1].isupper() and not (len(self.text) > 1 and self.text.isupper())


def names_in(text: str) -> list[NameFound]:
    """Return the probable names in *text*, in order.

    A given name with a surname counts anywhere; one of them alone, only beside a room, an address,
    a diagnosis or whose name it is.
    """
    # The quick way out of `length_of_name` for all words at once.
    if text[1:].islower() and not any(map(_is_known, _WORD.findall(text))):
        return []
    sentence = _Sentence(text)
    found: list[NameFound] = []
    place = 0
    while place < len(sentence.words):
        length = sentence.length_of_name(place)
        if length:
            start, end = sentence.words[place].start, sentence.words[place + length - 1].end
            found.append(NameFound(start, end, sentence.is_sensitive(start, end)))
        place += length or 1
    return found


class _Sentence:
    """A text, its words, and what in it makes a name sensitive."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.words = [_Word(match[0], *match.span()) for match in _WORD.finditer(text)]

    @cached_property
    def _sensitive(self) -> list[tuple[int, int]]:
        return [match.span() for match in _SENSITIVE.finditer(self._text)]

    @cached_property
    def _after_role(self) -> set[int]:
        return {match.end() for match in _BEFORE_A_NAME.finditer(self._text)}

    def length_of_name(self, place: int) -> int:
        """Return how many words from *place* on are a name; 0 where none is."""
        first = self.words[place]
        if not _is_known(first.text) and not (place and first.is_capitalised):
            return 0  # one that isn't listed is a name only after a role, such as "klient"
        if self._text[: first.start].endswith(("lex ", "Lex ", "@", "#")):
            return 0
        if self._is_given(first):
            # A second given name may stand between.
            for number, other in enumerate(self._following(place), 2):
                if _is_surname(other, first):
                    return number
                if not self._is_given(other):
                    break
        if not self._stands_alone(first):
            return 0
        following = self._following(place)[:1]
        return 1 + sum(word.is_capitalised and not _is_platform(word) for word in following)

    def is_sensitive(self, start: int, end: int) -> bool:
        return any(
            first - end <= _NEAR and start - last <= _NEAR for first, last in self._sensitive
        )

    def _following(self, place: int) -> list[_Word]:
        """Return up to two words after the one at *place*, with nothing but a space between."""
        together = [self.words[place]]
        for word in self.words[place + 1 : place + 3]:
            if self._text[together[-1].end : word.start] != " ":
                break
            together.append(word)
        return together[1:]

    def _stands_alone(self, word: _Word) -> bool:
        """Whether one word by itself is somebody's name, by what stands beside it."""
        name = word.text.casefold()
        if name in _NEVER or _is_platform(word):
            return False
        follows_role = word.start > 0 and word.start in self._after_role
        if word.is_capitalised and follows_role and len(name) > 1:
            return True
        is_plain_word = name in _ALSO_WORDS
        if not word.is_capitalised:
            return follows_role and not is_plain_word
        if not _is_known(word.text) or (is_plain_word and self._opens(word)):
            return False
        return self.is_sensitive(word.start, word.end)

    def _is_given(self, word: _Word) -> bool:
        parts = word.text.casefold().split("-")
        if not all(part in _given() for part in parts):
            return False
        if word.text.casefold() in _NEVER and self._opens(word):
            return False
        return word.is_capitalised or not any(part in _ALSO_WORDS for part in parts)

    def _opens(self, word: _Word) -> bool:
        """Whether it begins a sentence, and has its capital letter for that."""
        before = self._text[: word.start].rstrip(" \"'”(")
        return not before or before[-1] in ".!?\n:"


def _is_platform(word: _Word) -> bool:
    return word.text.casefold().startswith(_PLATFORMS)


def _is_surname(word: _Word, given: _Word) -> bool:
    name = word.text.casefold()
    parts = name.split("-")
    if word.is_capitalised:
        return any(part in _surnames() or part.endswith(_SURNAME_ENDINGS) for part in parts)
    is_listed = name in _surnames() and name not in _ALSO_WORDS and len(name) > 3
    return is_listed and not given.is_capitalised


@lru_cache(maxsize=20_000)
def _is_known(word: str) -> bool:
    return all(part in _given() or part in _surnames() for part in word.casefold().split("-"))


@cache
def _given() -> frozenset[str]:
    # Loaded here, for it takes a quarter of a second.
    from faker.providers.person.sv_SE import Provider

    return frozenset(name.casefold() for name in Provider.first_names)


@cache
def _surnames() -> frozenset[str]:
    from faker.providers.person.sv_SE import Provider

    return frozenset(name.casefold() for name in Provider.last_names)
