"""Questions that the register answers: which accounts there are, and whose one is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from accounts.account import Account
from cards.actions import MAX_QUESTION, Asked
from cards.register import accounts_card, unknown_account_card
from core.incoming import Incoming
from core.language import Language
from dialogs.looking_up import find_masked
from dialogs.reply import Reply
from dialogs.services import Services
from knowledge.search.answers import Nothing
from questions.masking import mask

LONGEST = 16
"""Words of a question that asks for nothing but a fact of the register."""


class Wanted(Enum):
    """What of the register a question asks for."""

    ALL = auto()
    ONE = auto()
    MAYBE_ONE = auto()
    """One that goes by its name, if the name is in the register."""
    OWN_REQUEST = auto()


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of one language, over a text in lower case."""

    all_of_them: re.Pattern[str]
    """What asks for a list."""
    whose: re.Pattern[str]
    """What asks whether an account is ours, or who is responsible."""
    rule: re.Pattern[str]
    """What asks for a rule instead, which the base answers."""
    own: re.Pattern[str]
    standing: re.Pattern[str]
    named: re.Pattern[str]
    """An account named after the word for one."""


_PLACE = r"facebook|instagram|youtube|linkedin|tiktok|twitter|x|snapchat"
_SWEDISH = _Words(
    all_of_them=re.compile(
        r"\b(?:vilka|vilka alla|lista|visa|hur många|alla)\b.{0,40}?"
        r"\b(?:konton|kanaler|facebook\w*|instagram\w*|sidor)\b.{0,30}?"
        r"\b(?:finns|har|kommunens?|vi|våra|registret|registrerade|vårt)\b"
        r"|^(?:visa |lista |se )?(?:alla )?(?:kommunens|våra|registrerade) konton$"
        r"|\bvilka (?:sociala )?(?:medier|plattformar) har \w+"
        r"|\bvad har vi för (?:konton|kanaler)\b"
        r"|\bkonton\b.{0,20}\b(?:kommunen har|vi har|har kommunen|har vi|finns)\b"
        r"|\b(?:visa|öppna|se)\b.{0,20}\b(?:kontoregist\w*|registret|kontolistan)\b"
    ),
    whose=re.compile(
        r"\b(?:vårt|våran?|vår|kommunens|äkta|riktigt?|officiellt?|fejk\w*|fake|falskt?|bluff\w*"
        r"|legit|seriöst?|ansvarar|ansvarig|ansvar|sköter|äger|vems|vem har|tillhör|hör till"
        r"|kontaktar|kontakt(?:person)?|registrerat|regist(?:ret|er))\b"
    ),
    rule=re.compile(
        r"\b(?:får|måste|ska|bör|behöver|krävs|krav|regler|rutin\w*|policy|varför|hur gör|hur ska"
        r"|lösenord\w*|starta\w*|skapa\w*|avsluta\w*|stänga?|privata?|barn|anhörig\w*|block\w*"
        r"|spärr\w*|listan|förteckning\w*|granska\w*|godkän\w*|publicera\w*|gör (?:jag|vi|man)"
        r"|anmäl\w*|rapport\w*|utger|låtsas|kapat|hackat|lag\w*|inlägg\w*|kommentar\w*|radera\w*"
        r"|ansvar har|handbok|instruktion\w*|namnskick|följa|fritid\w*|skyldig|begära|syns)\b"
    ),
    own=re.compile(
        r"^(?!.*\b(?:vad gör|vem|kan)\b).*\b(?:min|mitt|mina|vår|vårt)\b(?: \w+)?? "
        r"(?:(?:konto)?ansökan|ansökning\w*|(?:konto)?förfrågan|ärendet?|begäran"
        r"|konto(?= godkän\w+\W*$| klart\W*$))\b"
        r"(?! (?:till|på)\b)(?! om (?!konto|ett|facebook|instagram))"
    ),
    standing=re.compile(
        r"\b(?:hur går|hur gick|gått|händer|hände|hänt|blev|blivit|status|läget|läge|besked|beslut"
        r"|klar|klart|godkän\w+|bevilja\w*|avslag\w*|avslagen|handlägg\w*|hunnit|behandla\w*|tittat"
        r"|kommit|fastnat|väntar|svar|dröjer|långt)\b"
    ),
    named=re.compile(
        r"\bkontot? [\"”“']?(?P<name>[\w@][^?!,\"”]{1,50}?)[\"”']? ?"
        rf"(?:äkta|vårt|kommunens|riktigt|officiellt|falskt|fejk|på (?:{_PLACE})|[?!]|$)"
    ),
)
_ENGLISH = _Words(
    all_of_them=re.compile(
        r"\b(?:which|what|list|show|how many|all)\b.{0,40}?"
        r"\b(?:accounts|channels|facebook|instagram|pages)\b.{0,30}?"
        r"\b(?:have|has|exist|are there|municipality|our|registered|register)\b"
        r"|\b(?:show|open|see)\b.{0,20}\b(?:register|list) of accounts\b"
    ),
    whose=re.compile(
        r"\b(?:ours?|real|official|fake|genuine|municipality'?s|responsible|runs?|owns?|belongs?"
        r"|whose|contact|registered|register|verified|legit)\b"
    ),
    rule=re.compile(
        r"\b(?:may|must|should|can|need|required|rules?|routine|policy|why|how do|password|start"
        r"|create|close|private|children|block\w*|approv\w*|publish\w*|report\w*|pretend\w*"
        r"|hacked|posts?|comments?|law|allowed|steps|obliged|spare|use|delete\w*|remove)\b"
    ),
    own=re.compile(
        r"^(?!.*\b(?:what now|who|can)\b).*\b(?:my|our) (?:\w+ )?(?:request|application|case)\b"
        r"(?! (?:for|to) (?!an? account|account))"
    ),
    standing=re.compile(
        r"\b(?:how is|how's|going|happen\w*|became|status|decision|ready|done|approved|declined"
        r"|handled|looked|stuck|waiting|answer|news|far)\b"
    ),
    named=re.compile(
        r"\baccount [\"”“']?(?P<name>[\w@][^?!,\"”]{1,50}?)[\"”']? ?"
        rf"(?:real|ours|official|genuine|fake|on (?:{_PLACE})|[?!]|$)"
    ),
)
_WORDS: dict[Language, _Words] = {"sv": _SWEDISH, "en": _ENGLISH}
_HANDLE = re.compile(
    r"(?<![\w.])@(?P<handle>[\w.]{1,60})|(?P<url>https?://\S+|www\.\S+|\b[a-z]+\.com/\S+)"
)
_BEGINNING = re.compile(r"(?:är|vem|vems|vilken|who|whose|which|is)\b")
"""How a question begins that may name an account by its name alone."""


def wanted(text: str, language: Language) -> Wanted | None:
    """Return what of the register *text* asks for; None where it is a question to the base."""
    said, words = " ".join(text.casefold().split()), _WORDS[language]
    if len(said.split()) > LONGEST:
        return None
    if words.own.search(said) and words.standing.search(said):
        return Wanted.OWN_REQUEST
    if words.rule.search(said):
        return None
    asks_whose = words.whose.search(said)
    if asks_whose and (_HANDLE.search(said) or _name_in(text, language)):
        return Wanted.ONE
    if words.all_of_them.search(said):
        return Wanted.ALL
    return Wanted.MAYBE_ONE if asks_whose and _BEGINNING.match(said) else None


def _name_in(text: str, language: Language) -> str | None:
    """Return the name after "kontot", where it is written as a name."""
    match = _WORDS[language].named.search(" ".join(text.split()).casefold())
    if match is None:
        return None
    start, end = match.span("name")
    if re.match(r"(?:på|i|som|för|on|in|that|for)\b", match["name"]):
        return None
    name = " ".join(text.split())[start:end].strip(" \"'”“")
    looks_like_a_name = any(sign.isupper() or sign in "_@." or sign.isdigit() for sign in name)
    return name if looks_like_a_name else None


class RegisterQuestions:
    """Answers them from the register; who asks for their own request sees it in private only."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def answer(self, incoming: Incoming, what: Wanted, language: Language) -> Reply | None:
        """Return the answer; None where nothing goes by that name, or it isn't known at once."""
        known = await self._services.at_once(self._services.cases.accounts())
        if known is None:
            return None
        accounts = [each for each in known if each.is_public]
        asked = self._asked(incoming, language)
        texts, form = self._services.texts(language), self._services.form
        url, base = self._services.register_url, self._services.base
        about = self._about(asked)
        if what is Wanted.ALL:
            return Reply(card=accounts_card(accounts, asked, base, form, texts, url, about=about))
        name = _sought(incoming.text, language)
        if what is Wanted.MAYBE_ONE:
            found = [each for each in accounts if _is_named(each, incoming.text)]
        else:
            found = [each for each in accounts if _is_called(each, name)]
        if what is Wanted.MAYBE_ONE and not found:
            return None
        if not found:
            return Reply(card=unknown_account_card(name, asked, base, texts, url, about=about))
        return Reply(
            card=accounts_card(found, asked, base, form, texts, url, about=about, one=True)
        )

    def _asked(self, incoming: Incoming, language: Language) -> Asked:
        question = mask(incoming.text).text[:MAX_QUESTION]
        return Asked(answer=self._services.new_id(), language=language, question=question)

    def _about(self, asked: Asked) -> Sequence[str]:
        """Return the passage that the base would have answered with: it may be what is meant."""
        finding = find_masked(self._services.live.current, asked.question, asked.language)
        if isinstance(finding, Nothing):
            return ()
        return tuple(match.passage.id for match in finding.matches[:1])


def _sought(text: str, language: Language) -> str:
    match = _HANDLE.search(text)
    return match[0].rstrip(".,?!/") if match else _name_in(text, language) or ""


def _is_called(account: Account, sought: str) -> bool:
    """Whether the account goes by what was *sought*: an @name, an address, or its name.

    Addresses are compared sign by sign: a false account differs from the real one by an underscore.
    """
    address = _bare(account.address)
    if sought.startswith("@"):
        return sought[1:].casefold() == address.rsplit("/", 1)[-1].lstrip("@")
    if _HANDLE.fullmatch(sought):
        return _bare(sought) == address
    return _folded(sought) == _folded(account.name)


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", address.casefold()).rstrip("/")


def _is_named(account: Account, text: str) -> bool:
    """Whether the account's whole name stands in *text*; one of a single short word says little."""
    name, said = _folded(account.name), _folded(text)
    return len(name) >= 6 and f" {name} " in f" {said} "


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
