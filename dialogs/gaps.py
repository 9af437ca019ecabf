"""Gaps in the base, as editors see, handle and reopen them."""

from cards.elements import Card
from cards.gaps import Link, OpenedGroup, gap_card, gaps_card, group_card, handled_card
from cards.question_actions import CloseGap, GapAction, HandleGroup, ListGaps, OpenGap, OpenGroup
from core.language import Language
from core.person import Person
from dialogs.looking_up import find_masked
from dialogs.services import Services
from knowledge.search.answers import Nothing
from questions.clustering import Cluster
from questions.gap import Gap, GapKind, Handling

NEAREST = 3


class GapsDialog:
    """Lets editors, who are the reviewers, see to gaps; the service checks who is one."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def overview(
        self,
        person: Person,
        language: Language,
        *,
        kind: GapKind = GapKind.WORK,
        skip: int = 0,
    ) -> Card:
        """Return the gaps of that kind that nobody has handled."""
        overview = await self._services.gaps.overview(person)
        texts = self._services.texts(language)
        return gaps_card(overview.groups, texts, waiting=overview.waiting, kind=kind, skip=skip)

    async def on_press(self, person: Person, action: GapAction) -> Card:
        gaps, language = self._services.gaps, action.language
        match action:
            case ListGaps(handled=False):
                return await self.overview(person, language, kind=action.kind, skip=action.skip)
            case ListGaps():
                handled = await gaps.handled(person)
                return handled_card(handled, self._services.texts(language), skip=action.skip)
            case OpenGroup():
                return await self._open(person, action)
            case HandleGroup():
                return self.card(await self._handle(person, action), language)
            case OpenGap():
                return self.card(await gaps.show(person, action.gap), language)
            case CloseGap():
                return self.card(await gaps.close(person, action.gap, action.seen), language)
            case _:
                return self.card(await gaps.reopen(person, action.gap, action.seen), language)

    def card(self, gap: Gap, language: Language) -> Card:
        """Return the card of a gap that has been handled."""
        texts = self._services.texts(language)
        return gap_card(gap, self._services.base, texts, link=self._link(gap))

    async def _open(self, person: Person, action: OpenGroup) -> Card:
        """Return a group as it is by now; one handled meanwhile, as that gap."""
        found = await self._services.gaps.group_or_gap(person, action.question)
        if isinstance(found, Gap):
            return self.card(found, action.language)
        return group_card(self._opened(found), self._services.texts(action.language))

    async def _handle(self, person: Person, action: HandleGroup) -> Gap:
        return await self._services.gaps.handle_group(
            person,
            action.question,
            Handling(action.handling),
            until=action.until,
            passage=action.said.get("passage", ""),
        )

    def _opened(self, group: Cluster) -> OpenedGroup:
        """Return *group* with what the base in use has that is nearest."""
        typical = group.typical
        snapshot = self._services.live.current
        language = self._services.base.language_of(typical.language)
        finding = find_masked(snapshot, typical.question, language)
        return OpenedGroup(
            group,
            shown_at=self._services.clock(),
            nearest=tuple(match.passage for match in finding.matches[:NEAREST]),
            area=finding.area if isinstance(finding, Nothing) else None,
        )

    def _link(self, gap: Gap) -> Link | None:
        """Return the way to the draft as a file, where browsers reach this server."""
        links = self._services.links
        if links is None or gap.draft is None or gap.reopened:
            return None
        return Link(links.to_draft(gap.id), links.minutes)
