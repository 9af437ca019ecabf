"""The words around a question: greeting, courtesy, signature, footers. Each rule is one pattern.

They are cut from the outside in, and never so that nothing is left.
"""

import re
from dataclasses import dataclass, replace

_I = re.IGNORECASE
_S = re.IGNORECASE | re.DOTALL
_NAME = r"[A-ZÅÄÖ][\w-]+"

_MAIL_FIELD = (
    r"(?:från|skickat|till|kopia|ämne|datum|prioritet|from|sent|to|cc|subject|date|importance)"
)
_MAIL_HEAD = re.compile(
    r"(?:(?:vb|sv|fw|fwd|re|ang)\s*:[^\n]*\n|[-_=*\s]*(?:(?:vidarebefordrat|ursprungligt|forwarded"
    rf"|original)\b[^\n]*)?\n|\*?{_MAIL_FIELD}\s*:\*?[^\n]*\n)+",
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
_TAILS = tuple(
    re.compile(r"(?:(?<=[?.!,\n])|(?<=\s[–—-]))\s*(?:" + pattern + r")[\s.!,:;)*_–—-]*$", _I)
    for pattern in (
        r"(?:stort |tusen |många )?tack(?: (?:så|på|för|i|snälla|än)\b[^?\n]{0,40})?",
        r"tacksam(?:t)?\b[^?\n]{0,50}",
        r"(?:snälla|please|pls|thx|undrar jag|undrar vi|bråttom|bråttom bråttom|det är bråttom)",
        rf"(?:undrar|hälsar|önskar) {_NAME}(?: {_NAME})?",
        r"(?:hoppas|hoppas att) (?:du|ni|någon)\b[^?\n]{0,50}",
        r"svara (?:gärna )?(?:snabbt|fort|så snart|så fort|snarast|asap)\b[^?\n]{0,30}",
        r"(?:ha det (?:bra|gott|fint)|ha en (?:bra|fin|trevlig|skön) \w+|(?:trevlig|skön"
        r"|glad) \w+)",
        r"(?:many )?thanks?(?: you)?\b[^?\n]{0,40}",
        r"(?:hope|hoping) (?:you|someone)\b[^?\n]{0,40}",
        r"(?:have a (?:nice|good|great) \w+|looking forward to\b[^?\n]{0,40}|i(?:'d"
        r"| would)? appreciate"
        r"\b[^?\n]{0,40}|cheers)",
    )
)
_FOOTERS = tuple(
    re.compile(pattern, _S)
    for pattern in (
        r"\s*(?:skickat|skickad|sänt) (?:från|via|med) (?:min|mitt|en|outlook|mail|e-post"
        r"|teams|yahoo"
        r"|gmail|mobilen|telefonen|jobbmobilen)\b(?:\W+\w+){0,4}\W*$",
        r"\s*(?:sent|send) (?:from|via) (?:my|an?|outlook|mail|yahoo|gmail"
        r"|teams)\b(?:\W+\w+){0,4}\W*$",
        r"\s*(?:hämta|skaffa|get|download) outlook (?:för|for)\b.*$",
        r"[-–—*_=\s]*(?:obs[!:]?\s*)?(?:(?:informationen|innehållet"
        r"|uppgifterna) i )?(?:detta|det här"
        r"|denna|den här|this|the(?: information in this)?) (?:meddelande\w*|e-?post\w*"
        r"|e-?mail\w*|mejl\w*"
        r"|mail\w*|e-?brev\w*|message|communication)\b(?=.*(?:sekretess|konfidenti|avse"
        r"|mottagar|obehörig"
        r"|confidential|intended|recipient|privileged)).*$",
        r"[-–—*_=\s]*(?:konfidentiellt|konfidentialitet|sekretess|sekretessmeddelande|disclaimer"
        r"|ansvarsfriskrivning|confidentiality notice|confidentiality|confidential|notice)\s*:"
        r"(?=.*(?:meddelande|mottagar|avse|e-?post|mejl|message|e-?mail|recipient|intended)).*$",
        r"[-–—*_=\s]*(?:om|är) du (?:inte )?(?:är )?(?:inte )?(?:rätt|avsedd"
        r"|den avsedda?) mottagare\b.*$",
        r"[-–—*_=\s]*if you (?:are not|aren't) the (?:intended )?recipient\b.*$",
        r"[-–—*_=\s]*(?:när du (?:skickar|mejlar)|\w+ kommun behandlar|vi behandlar"
        r"|så behandlar)\b"
        r"(?=.*personuppgifter).*$",
        r"[-–—*_=\s]*(?:tänk på miljön|please consider the environment)\b.*$",
        r"\n\s*-{2,}\s*\n.*$",
        r"\n[-_=*\s]*\*?(?:från|from)\s*:[^\n]*\n\s*\*?" + _MAIL_FIELD + r"\s*:.*$",
        r"\n(?:den|on)\s[^\n]{5,80}\s(?:skrev|wrote)\b[^\n]*:\s*(?:\n.*)?$",
    )
)
_SIGNATURES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?i:[\s,;–—-]*\b(?:mvh|m\.v\.h|vh|med (?:de )?(?:bästa|vänlig|vänliga"
        r"|varma) hälsning(?:ar)?"
        r"|(?:vänliga|bästa|varma|soliga|många) hälsningar|best regards|kind regards|warm regards"
        r"|best wishes|yours sincerely|yours truly)\b(?P<rest>[^?]*))$",
        r"(?i:(?:(?<=[.,!?;])\s*|\n\s*)(?:hälsningar|hälsar|hälsning|vänligen|kram|kramar|allt gott"
        r"|regards|sincerely|cheers|all the best|br|/+)(?=[\s,!./]|$)(?P<rest>[^?]*))$",
        rf"\s/{{1,2}}\s?{_NAME}(?P<rest>[^?]*)$",
        rf"(?<=[?!.])\s*[-–—/]{{1,2}}\s?\w[\w-]*(?P<rest>(?:[ ,]+{_NAME})*)\s*$",
        rf"(?<=[?])\s+{_NAME}(?:[ ]{_NAME})+(?P<rest>[,\n][^?]*)?$",
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
    for pattern in _FOOTERS:
        found = pattern.search(parted.core)
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
        before = parted
        for pattern in _SIGNATURES:
            found = pattern.search(parted.core)
            if found is None or len((found["rest"] or "").split()) > SIGNATURE_WORDS:
                continue
            if _says_something(parted.core[: found.start()]):
                cut = parted.core[: found.start()].rstrip(" ,\n")
                parted = _with_tail(parted, cut, found[0])
        for pattern in _TAILS:
            found = pattern.search(parted.core)
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
