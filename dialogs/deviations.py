"""What is done about deviations: planned, finished, closed by a reviewer or sent back."""

from cards.deviation import deviation_card
from cards.elements import Card
from cards.follow_up_actions import (
    FinishDeviation,
    JudgeDeviation,
    OpenDeviation,
    PlanDeviation,
)
from core.clock import swedish_day
from core.language import Language
from core.person import Person
from dialogs.reviewers import read_day
from dialogs.services import Services
from followup.deviation import Deviation


class DeviationsDialog:
    """Shows a deviation and carries out what is pressed on it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_press(
        self,
        person: Person,
        action: OpenDeviation | PlanDeviation | FinishDeviation | JudgeDeviation,
    ) -> Card:
        deviations, deviation_id = self._services.deviations, action.deviation
        match action:
            case OpenDeviation():
                found = await deviations.show(person, deviation_id)
            case PlanDeviation(seen=seen, said=said):
                found = await deviations.plan(
                    person,
                    deviation_id,
                    seen,
                    action=said.get("action", ""),
                    owner=said.get("owner", ""),
                    due=read_day(said.get("due", "")),
                )
            case FinishDeviation(seen=seen, said=said):
                what = said.get("done", "")
                found = await deviations.finish(person, deviation_id, seen, what=what)
            case JudgeDeviation(seen=seen, agrees=True):
                found = await deviations.close(person, deviation_id, seen)
            case JudgeDeviation(seen=seen, said=said):
                reason = said.get("return", "")
                found = await deviations.send_back(person, deviation_id, seen, reason=reason)
        return await self._card(found, person, action.language)

    async def _card(self, deviation: Deviation, person: Person, language: Language) -> Card:
        services = self._services
        return deviation_card(
            deviation,
            services.base,
            services.form,
            services.texts(language),
            may_judge=await services.reviewers.is_reviewer(person),
            today=swedish_day(services.clock()),
        )
