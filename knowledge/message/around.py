"""The words around a question: greeting, courtesy, signature, footers. Each rule is one pattern.

They are cut from the outside in, and never so that nothing is left.
"""

import re
from dataclasses import dataclass, replace

from knowledge.message.endings import FOOTERS, MAIL_FIELD, SIGNATURES, TAILS

_I = re.IGNORECASE
_MAIL_HEAD = re.compile(
    r"(?:(?:vb|sv|fw|fwd|re|ang)\s*:[^\n]*\n|[-_=*\s]*(?:(?:vidarebefordrat|ursprungligt|forwarded"
    rf"|original)\b[^\n]*)?\n|\*?{MAIL_FIELD}\s*:\*?[^\n]*\n)+",
    _I,
)
"""What a mail program puts above a message that is sent on."""
_GREETING = re.compile(
    r"(?!hej ?då\b)(?:hej|hejsan|hejhej|hallå|halloj|tjena|tjenare|tja|tjo|goddag"
    r"|godmorgon|godkväll"
    r"|god (?:morgon|dag|kväll|middag|eftermiddag|förmiddag)|hi|hello|hey|dear|hiya"
    r"|good (?:morning|afternoon|evening|day))\b"
    r"(?:,? (?:hej|hejsan|there|all|alla|allihop|allihopa|igen|again|du|där|på (?:er|dig)|bot|boten"
    r"|robot|rutinboten|everyone|team|kommunen|kommunikation|\w+(?:enheten|avdelningen|kontoret|förvaltningen)|glada"
    r"|vänner)\b)*"
    r"[\s,!.:;–—-]*",
    _I,
)
_WONDER_SV = (
    r"(?:undrar|undrade|funderar|vill veta|ville veta|skulle vilja veta|behöver veta|vill fråga"
    r"|tänkte fråga|tänkte höra|har en (?:\w+ )?fråga|har (?:lite|några) frågor|behöver hjälp)"
)
_WONDER_EN = (
    r"(?:was wondering|am wondering|wonder|wondered|would like to know|'d like to know"
    r"|want to know|need to know|wanted to ask|would like to ask|have a (?:\w+ )?question"
    r"|need help)"
)
_OPENINGS = tuple(
    re.compile(pattern + r"[\s,:;.!–—-]*", _I)
    for pattern in (
        r"(?:förlåt|ursäkta|sorry)(?: (?:mig|att jag|om jag|för att|to|for"
        r"|if)\b[^,.!?\n]{0,50})?[,.!]"
        r"(?: men\b| but\b)?",
        rf"(?:jag|vi)\b(?: \w+)? (?:är|heter|jobbar|arbetar|vikarierar|började|sitter|kör"
        rf"|ska börja)"
        rf"\b[^.?!\n]{{0,90}}?\b{_WONDER_SV}\b(?:,? (?:lite|bara|nu|en sak|en grej|på|över|kring"
        rf"|följande)\b)*(?: om\b)?",
        rf"(?:jag|vi)\b(?: \w+)? {_WONDER_SV}\b(?:,? (?:lite|bara|nu|en sak|en grej|på|över|kring"
        rf"|följande)\b)*(?: om\b)?",
        r"(?:undrar|undrade|funderar)\b(?: (?:lite|bara|nu|en sak|en grej|på|över)\b)*(?: om\b)?",
        r"(?:(?:jag har |bara |här kommer )?(?:en )?(?:\w+ )?(?:fråga|fundering))(?: till"
        r"| bara)?\s*[:,.!–—-]",
        r"(?:en (?:sak|grej|till sak|till grej|annan sak|annan grej) ?(?:till|bara)?|one more thing"
        r"|another thing)\s*[:,.!–—-]",
        r"(?:kan|kunde|skulle) (?:du|ni|någon)(?: kunna)?(?: snälla)? (?:säga|berätta"
        r"|förklara|tala om"
        r"|svara på|hjälpa mig (?:med|att förstå))(?: för)?(?: mig| oss)?(?: om)?\b",
        r"(?:vet|minns) (?:du|ni|någon)(?: här)?(?: om)?\b(?= ?,? ?(?:vem|vad|hur|när|var"
        r"|om|får|kan|"
        r"vi|jag|det|man|vilk))",
        r"(?:är det |finns det )?(?:någon|nån)(?: här)? som vet(?: om)?\b",
        r"(?:snälla|please|pls)\b",
        r"(?:det (?:här )?(?:gäller|handlar om) följande)\b",
        rf"i(?: am|'m| work| started| just)\b[^.?!\n]{{0,90}}?\b(?:and|so"
        rf"|but)?,? ?i? ?{_WONDER_EN}\b"
        r"(?:,? (?:if|whether|about|this|something|now|just)\b)*",
        rf"(?:i |we )(?:just )?{_WONDER_EN}\b(?:,? (?:if|whether|about)\b)*",
        r"(?:just )?(?:(?:a|one) )?(?:quick |small |short |silly )?question\s*[:,.!–—-]",
        r"(?:can|could|would) (?:you|someone|anyone)(?: please)? (?:tell me|explain|let me know"
        r"|help me (?:with|understand))(?: if| whether| about)?\b",
        r"(?:do you|does anyone|anyone) know(?: if| whether)?\b",
    )
)
SIGNATURE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Around:
    """A message without the words around it, and what these were."""

    core: str
    head: str = ""
    tail: str = ""
    """Courtesy and signature."""
    footer: str = ""


def without_around(text: str) -> Around:
    """Return *text* parted into its core and the words around that."""
    parted = _without_mail_head(Around(text.strip()))
    parted = _without_footer(parted)
    parted = _without_tail(parted)
    return _without_head(parted)


def _without_mail_head(parted: Around) -> Around:
    found = _MAIL_HEAD.match(parted.core)
    if found is None or not _says_something(parted.core[found.end() :]):
        return parted
    return replace(parted, core=parted.core[found.end() :].strip(), head=found[0].strip())


def _without_footer(parted: Around) -> Around:
    lower = parted.core.casefold()
    for footer in FOOTERS:
        found = footer.of(parted.core, lower)
        if found and _says_something(parted.core[: found.start()]):
            footer = parted.core[found.start() :].strip()
            parted = replace(parted, core=parted.core[: found.start()].strip(), footer=footer)
    return parted


def _with_tail(parted: Around, core: str, cut: str) -> Around:
    return replace(parted, core=core, tail=f"{cut.strip()} {parted.tail}".strip())


def _without_tail(parted: Around) -> Around:
    """Cut signature and courtesy, which may come in either order."""
    before = None
    while before != parted:
        before, lower = parted, parted.core.casefold()
        for signature in SIGNATURES:
            found = signature.of(parted.core, lower)
            if found is None or len((found["rest"] or "").split()) > SIGNATURE_WORDS:
                continue
            if _says_something(parted.core[: found.start()]):
                cut = parted.core[: found.start()].rstrip(" ,\n")
                parted = _with_tail(parted, cut, found[0])
        for tail in TAILS:
            found = tail.of(parted.core, lower)
            if found and _says_something(parted.core[: found.start()]):
                cut = parted.core[: found.start()].rstrip(" ,\n–—-")
                parted = _with_tail(parted, cut, found[0])
    return parted


def _without_head(parted: Around) -> Around:
    """Cut greeting and opening; what is left begins as a sentence would."""
    before = None
    while before != parted:
        before = parted
        found = _GREETING.match(parted.core)
        if found and _says_something(parted.core[found.end() :]):
            head = f"{parted.head} {found[0].strip()}".strip()
            parted = replace(parted, core=parted.core[found.end() :], head=head)
        for pattern in _OPENINGS:
            found = pattern.match(parted.core)
            if found and _says_something(parted.core[found.end() :], least=2):
                head = f"{parted.head} {found[0].strip()}".strip()
                parted = replace(parted, core=parted.core[found.end() :], head=head)
    return parted


def _says_something(text: str, least: int = 1) -> bool:
    return len(re.findall(r"\w{2,}", text)) >= least
