"""What the base has no good answer to: seen, decided about and taken back by its editors."""

from typing import Any

from cards.gaps import gap_card, gaps_card, group_card, handled_card
from cards.question_actions import (
    CloseGap,
    EditorAction,
    HandleGroup,
    OpenGap,
    OpenGaps,
    OpenGroup,
    ReopenGap,
)
from core.person import Person
from dialogs.drafts import Drafting, picked_from
from dialogs.services import Services
from knowledge.passage import Language
from questions.errors import AlreadyHandled, NothingLeft
from questions.gap import Gap, Handling

Card = dict[str, Any]


class GapsDialog:
    """Lets editors, who are the reviewers, see to the gaps; who is one is asked at every press."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._drafting = Drafting(services)

    async def groups(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        """Return the gaps that nobody has handled."""
        services = self._services
        waiting = await services.transactions.read(
            lambda uow: services.replies.waiting(uow, person)
        )
        groups = await services.gap_finder.groups()
        return gaps_card(groups, services.texts(language), waiting=len(waiting), skip=skip)

    async def pressed(self, person: Person, action: EditorAction) -> Card:
        match action:
            case OpenGaps(handled=False):
                return await self.groups(person, action.language, skip=action.skip)
            case OpenGaps():
                return await self._handled(person, action)
            case OpenGroup():
                return await self._open(person, action)
            case HandleGroup():
                return await self._handle(person, action)
            case OpenGap() | CloseGap() | ReopenGap():
                return self._card(await self._changed(person, action), action.language)
            case _:
                raise TypeError(type(action).__name__)

    async def _handled(self, person: Person, action: OpenGaps) -> Card:
        mending = self._services.gaps
        gaps = await self._services.transactions.read(lambda uow: mending.handled(uow, person))
        return handled_card(gaps, self._services.texts(action.language), skip=action.skip)

    async def _open(self, person: Person, action: OpenGroup) -> Card:
        """Return a group as it is by now; one that somebody has handled meanwhile, as that."""
        services = self._services
        services.policy.require_reviewer(person)
        group = await services.gap_finder.group_with(action.question)
        if group is not None:
            return group_card(services.gap_finder.opened(group), services.texts(action.language))
        gap = await services.transactions.read(lambda uow: uow.gaps.with_question(action.question))
        if gap is None:
            raise NothingLeft
        return self._card(gap, action.language)

    async def _handle(self, person: Person, action: HandleGroup) -> Card:
        """Decide about the questions that the card was about, not about later ones."""
        services = self._services
        services.policy.require_reviewer(person)
        group = await services.gap_finder.group_with(action.question)
        if group is None:
            return self._card(await self._done_already(person, action), action.language)
        seen = group.seen_until(action.until)
        if not seen:
            raise NothingLeft
        picked = picked_from(group, action.question, seen)
        passage = action.said.get("passage", "")
        handling = Handling(action.handling)
        gap = await self._drafting.of_group(person, picked, handling, passage=passage)
        return self._card(gap, action.language)

    async def _done_already(self, person: Person, action: HandleGroup) -> Gap:
        """Return what the same press did before; say who did something else."""
        gap = await self._services.transactions.read(
            lambda uow: uow.gaps.with_question(action.question)
        )
        if gap is None:
            raise NothingLeft
        if (gap.by, gap.handling) != (person, action.handling):
            raise AlreadyHandled(gap.by, gap.handled_at)
        return gap

    async def _changed(self, person: Person, action: OpenGap | CloseGap | ReopenGap) -> Gap:
        mending, transactions = self._services.gaps, self._services.transactions
        match action:
            case OpenGap():
                return await transactions.read(lambda uow: mending.show(uow, person, action.gap))
            case CloseGap():
                return await transactions.write(
                    lambda uow: mending.close(uow, person, action.gap, action.seen)
                )
            case ReopenGap():
                return await transactions.write(
                    lambda uow: mending.reopen(uow, person, action.gap, action.seen)
                )

    def _card(self, gap: Gap, language: Language) -> Card:
        texts, link = self._services.texts(language), self._drafting.link(gap)
        return gap_card(gap, self._services.base, texts, link=link)
