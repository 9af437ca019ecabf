"""What a passage rests on, told in a few quiet lines under it."""

from datetime import date

from microsoft_teams.cards.core import TextBlock

from cards import elements
from core.language import Language
from knowledge.base import Base
from knowledge.passage import Basis, Passage, SourceReference
from knowledge.routine import Organisation, OrganisationKind
from texts.catalogue import Catalogue

LOCAL = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.REGION})
"""Who does as we do; what others say, such as the press, is advice."""


def ground_lines(passage: Passage, base: Base, texts: Catalogue) -> list[TextBlock]:
    """Return the kind of ground, and the source with its date."""
    source = elements.help_text(_source(passage, base, texts))
    return [elements.fine_print(ground_sentence(passage, base, texts)), source]


def ground_text(passage: Passage, base: Base, texts: Catalogue) -> str:
    """Return the same on one line."""
    return f"{ground_sentence(passage, base, texts)} {_source(passage, base, texts)}"


def reading_lines(
    passage: Passage,
    base: Base,
    texts: Catalogue,
    *,
    in_short: bool = False,
    overdue_since: date | None = None,
) -> list[TextBlock]:
    """Return where to read more, that the text is a quotation, and how it was checked.

    *in_short* leaves out where to read more; *overdue_since* marks a text past its day of review.
    """
    lines: list[str] = []
    if passage.see_also and not in_short:
        places = (place_of(each, base, texts.language) for each in passage.see_also)
        lines.append(texts.say("answer.see_also", places="; ".join(places)))
    lines.append(f"{texts.say('answer.footer')} {_checked(passage, texts)}")
    if overdue_since is not None:
        lines.append(texts.say("answer.overdue", day=overdue_since))
    return [elements.help_text(line) for line in lines]


def ground_sentence(passage: Passage, base: Base, texts: Catalogue) -> str:
    """Return the kind of ground; where the base has several routines, also which it is of."""
    texts = texts.of(base.routine_of(passage).id)
    ground = _ground(passage, base, texts)
    return f"{ground} {texts.say('answer.of_routine')}" if base.has_several else ground


def _ground(passage: Passage, base: Base, texts: Catalogue) -> str:
    behind = _behind(passage, base) if passage.basis is Basis.PRACTICE else []
    if not behind:
        return texts.say(f"basis.{passage.basis}")
    is_local = all(each.kind in LOCAL for each in behind)
    names = texts.joined([each.names[0] for each in behind])
    return texts.say("basis.others_do" if is_local else "basis.others_say", names=names)


def _behind(passage: Passage, base: Base) -> list[Organisation]:
    """Return those whose practice the passage tells of, in the order of its sources."""
    cited = [base.sources[each.id] for each in (passage.source, *passage.see_also)]
    ids = dict.fromkeys(each.organisation for each in cited if each.basis is Basis.PRACTICE)
    found = (base.organisations.get(each or "") for each in ids)
    return [each for each in found if each is not None]


def _source(passage: Passage, base: Base, texts: Catalogue) -> str:
    place = place_of(passage.source, base, texts.language)
    source = base.sources[passage.source.id]
    if source.dated:
        return texts.say("answer.source_dated", place=place, dated=source.dated)
    # A law applies as it reads today: that it has no date says nothing about it.
    is_law = source.basis is Basis.LAW
    return texts.say("answer.source" if is_law else "answer.source_undated", place=place)


def place_of(reference: SourceReference, base: Base, language: Language) -> str:
    document = base.sources[reference.id].text_in(language).document
    return f"{document}, {reference.section.text_in(language)}" if reference.section else document


def _checked(passage: Passage, texts: Catalogue) -> str:
    if passage.confirmed is None:
        return texts.say("answer.reviewed", reviewed=passage.reviewed)
    by, on = passage.confirmed.by, passage.confirmed.on
    return texts.say("answer.confirmed", reviewed=passage.reviewed, role=by, on=on)
