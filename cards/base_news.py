"""What the editors are told when the base in use changes, or a change of it can't be used."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from microsoft_teams.cards.core import CardElement

from cards import elements
from cards.elements import Card
from knowledge.live.current import BaseRefused, BaseSwapped, News, problems_in
from texts.catalogue import Catalogue
from texts.problems import lines
from yamlfile.problem import Problem

SHOWN = 8
LONGEST_LINE = 300


def base_news_card(news: News, texts: Catalogue) -> Card:
    """Return the card that tells *news*."""
    match news:
        case BaseSwapped():
            return _swapped_card(news, texts)
        case BaseRefused():
            return _refused_card(news, texts)


def release_card(told: Mapping[str, str], texts: Catalogue) -> Card:
    """Return the card that tells how a release stands; *told* is what its notice holds."""
    standing, due = told["standing"], told.get("due")
    title = texts.say(f"release.{standing}_title")
    body: list[CardElement] = [elements.heading(title)]
    if due:
        body.append(elements.paragraph(texts.say("release.due", at=datetime.fromisoformat(due))))
    body.append(elements.paragraph(texts.say(f"release.{standing}")))
    if told.get("problems"):
        problems = problems_in(told["problems"])
        body += _list_of(problems, texts.say("base_news.faults"), texts)
    return elements.card(body, [], summary=title)


def _swapped_card(news: BaseSwapped, texts: Catalogue) -> Card:
    kind = "pinned" if news.pinned else "swapped"
    title = texts.say(f"base_news.{kind}_title")
    names = [
        (texts.say("base_news.base"), news.hash),
        (texts.say("base_news.previous"), news.previous),
    ]
    body: list[CardElement] = [
        elements.heading(title),
        elements.paragraph(texts.say(f"base_news.{kind}")),
        elements.facts(names),
    ]
    body += _list_of(news.warnings, texts.say("base_news.warnings"), texts)
    return elements.card(body, [], summary=title)


def _refused_card(news: BaseRefused, texts: Catalogue) -> Card:
    title = texts.say("base_news.refused_title")
    body: list[CardElement] = [
        elements.heading(title),
        elements.notice(texts.say("base_news.refused")),
        *_list_of(news.problems, texts.say("base_news.faults"), texts),
        elements.facts([(texts.say("base_news.base"), news.hash)]),
    ]
    return elements.card(body, [], summary=title)


def _list_of(problems: Sequence[Problem], title: str, texts: Catalogue) -> list[CardElement]:
    if not problems:
        return []
    told = lines(problems[:SHOWN], texts, relative_to=Path())
    shown: list[CardElement] = [elements.subheading(title)]
    shown += [elements.paragraph(line[:LONGEST_LINE]) for line in told]
    if len(problems) > SHOWN:
        rest = texts.say("base_news.more", count=len(problems) - SHOWN)
        shown.append(elements.fine_print(rest))
    return shown
