"""How messages end beside what they ask: courtesy, footers of mail, signatures."""

import re
from dataclasses import dataclass
from functools import cache

_I = re.IGNORECASE
_S = re.IGNORECASE | re.DOTALL
_NAME = r"[A-ZÅÄÖ][\w-]+"

MAIL_FIELD = (
    r"(?:från|skickat|till|kopia|ämne|datum|prioritet|from|sent|to|cc|subject|date|importance)"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a message ends."""

    signs: tuple[str, ...]
    """In lower case; without one of them it doesn't end so. Looking for them costs next to nothing
    beside the pattern."""
    pattern: str
    flags: int

    def of(self, text: str, lower: str) -> re.Match[str] | None:
        """Return where *text* ends so; *lower* is the same in lower case."""
        for sign in self.signs:
            if sign in lower:
                return _compiled(self.pattern, self.flags).search(text)
        return None


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """Return a pattern made when its signs are first met: those of most are rare."""
    return re.compile(pattern, flags)


def _endings(before: str, after: str, flags: int, *rules: tuple[str, str]) -> tuple[Ending, ...]:
    return tuple(
        Ending(tuple(signs.split("|")), before + pattern + after, flags) for signs, pattern in rules
    )


TAILS = _endings(
    r"(?:(?<=[?.!,\n])|(?<=\s[–—-]))\s*(?:",
    r")[\s.!,:;)*_–—-]*$",
    _I,
    ("tack", r"(?:stort |tusen |många )?tack(?: (?:så|på|för|i|snälla|än)\b[^?\n]{0,40})?"),
    ("tacksam", r"tacksam(?:t)?\b[^?\n]{0,50}"),
    (
        "snälla|please|pls|thx|undrar|bråttom",
        r"(?:snälla|please|pls|thx|undrar jag|undrar vi|bråttom|bråttom bråttom|det är bråttom)",
    ),
    ("undrar|hälsar|önskar", rf"(?:undrar|hälsar|önskar) {_NAME}(?: {_NAME})?"),
    ("hoppas", r"(?:hoppas|hoppas att) (?:du|ni|någon)\b[^?\n]{0,50}"),
    ("svara", r"svara (?:gärna )?(?:snabbt|fort|så snart|så fort|snarast|asap)\b[^?\n]{0,30}"),
    (
        "ha |trevlig|skön|glad",
        r"(?:ha det (?:bra|gott|fint)|ha en (?:bra|fin|trevlig|skön) \w+|(?:trevlig|skön"
        r"|glad) \w+)",
    ),
    ("thank", r"(?:many )?thanks?(?: you)?\b[^?\n]{0,40}"),
    ("hop", r"(?:hope|hoping) (?:you|someone)\b[^?\n]{0,40}"),
    (
        "have a|looking|appreciate|cheers",
        r"(?:have a (?:nice|good|great) \w+|looking forward to\b[^?\n]{0,40}|i(?:'d"
        r"| would)? appreciate"
        r"\b[^?\n]{0,40}|cheers)",
    ),
)
FOOTERS = _endings(
    "",
    "",
    _S,
    (
        "skicka|sänt",
        r"\s*(?:skickat|skickad|sänt) (?:från|via|med) (?:min|mitt|en|outlook|mail|e-post"
        r"|teams|yahoo"
        r"|gmail|mobilen|telefonen|jobbmobilen)\b(?:\W+\w+){0,4}\W*$",
    ),
    (
        "sent|send",
        r"\s*(?:sent|send) (?:from|via) (?:my|an?|outlook|mail|yahoo|gmail"
        r"|teams)\b(?:\W+\w+){0,4}\W*$",
    ),
    ("outlook", r"\s*(?:hämta|skaffa|get|download) outlook (?:för|for)\b.*$"),
    (
        "sekretess|konfidenti|avse|mottagar|obehörig|confidential|intended|recipient|privileged",
        r"[-–—*_=\s]*(?:obs[!:]?\s*)?(?:(?:informationen|innehållet"
        r"|uppgifterna) i )?(?:detta|det här"
        r"|denna|den här|this|the(?: information in this)?) (?:meddelande\w*|e-?post\w*"
        r"|e-?mail\w*|mejl\w*"
        r"|mail\w*|e-?brev\w*|message|communication)\b(?=.*(?:sekretess|konfidenti|avse"
        r"|mottagar|obehörig"
        r"|confidential|intended|recipient|privileged)).*$",
    ),
    (
        "konfidentiell|konfidentialitet|sekretess|disclaimer|ansvarsfriskrivning|confidential"
        "|notice",
        r"[-–—*_=\s]*(?:konfidentiellt|konfidentialitet|sekretess|sekretessmeddelande|disclaimer"
        r"|ansvarsfriskrivning|confidentiality notice|confidentiality|confidential|notice)\s*:"
        r"(?=.*(?:meddelande|mottagar|avse|e-?post|mejl|message|e-?mail|recipient|intended)).*$",
    ),
    (
        "mottagare",
        r"[-–—*_=\s]*(?:om|är) du (?:inte )?(?:är )?(?:inte )?(?:rätt|avsedd"
        r"|den avsedda?) mottagare\b.*$",
    ),
    (
        "recipient",
        r"[-–—*_=\s]*if you (?:are not|aren't) the (?:intended )?recipient\b.*$",
    ),
    (
        "personuppgifter",
        r"[-–—*_=\s]*(?:när du (?:skickar|mejlar)|\w+ kommun behandlar|vi behandlar"
        r"|så behandlar)\b"
        r"(?=.*personuppgifter).*$",
    ),
    (
        "miljön|environment",
        r"[-–—*_=\s]*(?:tänk på miljön|please consider the environment)\b.*$",
    ),
    ("--", r"\n\s*-{2,}\s*\n.*$"),
    ("\n", r"\n[-_=*\s]*\*?(?:från|from)\s*:[^\n]*\n\s*\*?" + MAIL_FIELD + r"\s*:.*$"),
    ("\n", r"\n(?:den|on)\s[^\n]{5,80}\s(?:skrev|wrote)\b[^\n]*:\s*(?:\n.*)?$"),
)
SIGNATURES = _endings(
    "",
    "",
    0,
    (
        "mvh|m.v.h|vh|hälsning|regards|wishes|yours",
        r"(?i:[\s,;–—-]*\b(?:mvh|m\.v\.h|vh|med (?:de )?(?:bästa|vänlig|vänliga"
        r"|varma) hälsning(?:ar)?"
        r"|(?:vänliga|bästa|varma|soliga|många) hälsningar|best regards|kind regards|warm regards"
        r"|best wishes|yours sincerely|yours truly)\b(?P<rest>[^?]*))$",
    ),
    (
        "hälsning|hälsar|vänligen|kram|allt gott|regards|sincerely|cheers|all the best|br|/",
        r"(?i:(?:(?<=[.,!?;])\s*|\n\s*)(?:hälsningar|hälsar|hälsning|vänligen|kram|kramar|allt gott"
        r"|regards|sincerely|cheers|all the best|br|/+)(?=[\s,!./]|$)(?P<rest>[^?]*))$",
    ),
    ("/", rf"\s/{{1,2}}\s?{_NAME}(?P<rest>[^?]*)$"),
    ("-|–|—|/", rf"(?<=[?!.])\s*[-–—/]{{1,2}}\s?\w[\w-]*(?P<rest>(?:[ ,]+{_NAME})*)\s*$"),
    ("?", rf"(?<=[?])\s+{_NAME}(?:[ ]{_NAME})+(?P<rest>[,\n][^?]*)?$"),
)
