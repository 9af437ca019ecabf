"""Which of the rows shown a message points to: "2", "den andra", "the last one"."""

import re

from knowledge.search.talk import folded

_NUMBERS = (
    ("1", "1a", "ett", "en", "etta", "ettan", "forsta", "one", "first", "1st", "oversta", "top"),
    ("2", "2a", "tva", "tvaa", "tvaan", "andra", "two", "second", "2nd", "mellersta", "middle"),
    ("3", "3e", "3je", "tre", "trea", "trean", "tredje", "three", "third", "3rd"),
    ("4", "4e", "fyra", "fyran", "fjarde", "four", "fourth", "4th"),
)
_NUMBER = {word: number for number, each in enumerate(_NUMBERS, 1) for word in each}
_LAST = frozenset(("sista", "nedersta", "understa", "last", "bottom"))
_ENDING = re.compile(r"(\d):?(?:an|a|e)\b")
_ARTICLES = ("en", "ett", "one")
"""Numbers only where they stand alone."""
_AROUND = frozenset(
    folded(
        "a alternativ alternativet an av choose dar de dem den det du e en ett fraga fragan ha "
        "hen i ja jag jo kortet mean med menade menar no nr number nummer numro of ok okej one "
        "open oppna option pick please pls punkt punkten rad raden row select show snalla svar "
        "svaret ta tack take tar texten that the them this valj valjer var vill visa want yes "
    )
)


def choice_in(text: str) -> int | None:
    """Return the number of the row that *text* means, from 1; -1 is the last, None no row.

    There must be nothing in the text beside the number and such words as go with it.
    """
    said = folded(_ENDING.sub(r"\1", text))
    pointed = [word for word in said if word in _NUMBER or word in _LAST]
    if not pointed:
        return None
    if len(pointed) > 1:
        pointed = [word for word in pointed if word not in _ARTICLES]
    rest = [word for word in said if word not in pointed and word not in _AROUND]
    if len(pointed) != 1 or rest or (len(said) > 1 and pointed[0] in _ARTICLES):
        return None
    return -1 if pointed[0] in _LAST else _NUMBER[pointed[0]]
