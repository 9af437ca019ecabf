"""Whom a passage sends people to, with a link to reach them where the editors have given one."""

import re
from urllib.parse import quote

from microsoft_teams.cards.core import TextBlock

from cards import elements
from cards.markup import Markdown, shown
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.routine import Contact
from texts.catalogue import Catalogue


def contact_lines(passage: Passage, base: Base, texts: Catalogue) -> list[TextBlock]:
    """Return a line for each function that can be reached, and one that names the others."""
    by_id = {contact.id: contact for contact in base.contacts()}
    contacts = [by_id[each] for each in passage.contacts]
    lines = [_reached(each, texts) for each in contacts if not each.is_empty]
    names = [each.text_in(texts.language).name for each in contacts if each.is_empty]
    if names:
        lines.append(shown(texts.say("contact.ask", names=", ".join(names))))
    return [elements.paragraph(Markdown(line)) for line in lines]


def _reached(contact: Contact, texts: Catalogue) -> str:
    named = contact.text_in(texts.language)
    ways: list[str] = []
    if contact.phone:
        ways.append(_link(contact.phone, f"tel:{re.sub('[^+0-9]', '', contact.phone)}"))
    if contact.email:
        ways.append(_link(contact.email, f"mailto:{quote(contact.email, '@')}"))
    if contact.url:
        ways.append(_link(texts.say("contact.page"), _escaped(contact.url)))
    if named.hours:
        ways.append(shown(named.hours))
    return f"**{shown(named.name)}:** {', '.join(ways)}"


def _link(text: str, address: str) -> str:
    return f"[{shown(text)}]({address})"


def _escaped(url: str) -> str:
    """Return *url* without what would end a link's address."""
    return url.replace("(", "%28").replace(")", "%29")
