"""What each notice of the follow-up says, looked up when it is sent."""

from collections.abc import Awaitable, Callable, Mapping

from cards.account_actions import OpenCase
from cards.deviation import deviation_card
from cards.elements import Card
from cards.follow_up_actions import OpenFollowUp, OpenRound
from cards.rounds import follow_up_notice
from cards.self_check import check_page_card
from cards.unknown_account import reported_card, unknown_card, yearly_card
from core.clock import swedish_day
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL, Message, Notice
from dialogs.notice_kinds import in_place
from dialogs.services import Services
from followup.deviation import Deviation, DeviationStanding
from followup.notices import FollowUpNotice
from followup.yearly_check import YearlyStanding
from texts.catalogue import Catalogue

Writer = Callable[[Notice, Catalogue], Awaitable[Card | None]]


class FollowUpWriter:
    """Turns a notice of the follow-up into the message it stands for."""

    def __init__(self, services: Services) -> None:
        self._services = services
        told = FollowUpNotice
        self._writers: Mapping[str, Writer] = {
            told.CHECK_ASKED: self._check,
            told.CHECKS_REMINDED: self._round,
            told.CHECKS_LATE: self._round,
            told.ROUND_LATE: self._round,
            told.ROUND_CLOSED: self._round,
            told.DEVIATIONS_REMINDED: self._reminded,
            told.UNKNOWN_REPORTED: self._unknown,
            told.UNKNOWN_DECIDED: self._unknown,
            told.UNKNOWN_REQUEST: self._request,
            told.YEARLY_ASKED: self._yearly,
            told.YEARLY_REMINDED: self._yearly,
            told.YEARLY_SILENT: self._yearly,
        }

    async def __call__(self, notice: Notice, texts: Catalogue) -> Message | None:
        """Return the message, or None where there is nothing left to say."""
        card = await self._writers.get(notice.kind, self._deviation)(notice, texts)
        if card is not None and notice.kind == FollowUpNotice.UNKNOWN_REPORTED:
            return in_place(notice, card)
        return Message(card=card) if card else None

    async def _check(self, notice: Notice, texts: Catalogue) -> Card | None:
        """The first page itself: whoever gets it begins at once."""
        page = await self._services.self_checks.posted(notice.subject)
        if page is None or not page.check.is_asked or not page.round.is_open:
            return None
        if page.check.responsible.id != notice.to:
            return None
        name, by = page.round.name, page.round.begun_by.name
        key = "check-taken-over" if page.check.earlier else notice.kind
        lead = texts.say(f"notice.{key}", name=by, round=name, day=page.round.last_day)
        return check_page_card(page, self._services.base, self._services.form, texts, lead=lead)

    async def _round(self, notice: Notice, texts: Catalogue) -> Card | None:
        """One message for everything that somebody has left in a round."""
        try:
            round_ = await self._services.rounds.find(notice.subject)
        except NoSuchCase:
            return None
        if round_.is_open == (notice.kind == FollowUpNotice.ROUND_CLOSED):
            return None
        said = texts.say(f"notice.{notice.kind}", round=round_.name, day=round_.last_day)
        if notice.to == REVIEW_CHANNEL:
            press = OpenRound(language=texts.language, round=round_.id)
            return follow_up_notice(said, press, texts)
        return follow_up_notice(said, OpenFollowUp(language=texts.language), texts)

    async def _reminded(self, notice: Notice, texts: Catalogue) -> Card:
        said = texts.say(f"notice.{notice.kind}")
        return follow_up_notice(said, OpenFollowUp(language=texts.language), texts)

    async def _deviation(self, notice: Notice, texts: Catalogue) -> Card | None:
        deviation = await self._services.deviations.posted(notice.subject)
        if deviation is None or not _still_holds(notice, deviation):
            return None
        services = self._services
        lead = texts.say(
            f"notice.{notice.kind}", name=deviation.owner.name, day=deviation.due or ""
        )
        return deviation_card(
            deviation,
            services.base,
            services.form,
            texts,
            may_judge=notice.to == REVIEW_CHANNEL,
            today=swedish_day(services.clock()),
            lead=lead,
        )

    async def _unknown(self, notice: Notice, texts: Catalogue) -> Card | None:
        dossier = await self._services.unknown_accounts.posted(notice.subject)
        if dossier is None:
            return None
        base, form = self._services.base, self._services.form
        lead = texts.say(f"notice.{notice.kind}")
        if notice.to != REVIEW_CHANNEL:
            return reported_card(dossier.unknown, base, form, texts, lead=lead)
        if dossier.unknown.is_decided:
            return unknown_card(dossier, base, form, texts)
        return unknown_card(dossier, base, form, texts, lead=lead)

    async def _request(self, notice: Notice, texts: Catalogue) -> Card | None:
        dossier = await self._services.unknown_accounts.posted(notice.subject)
        if dossier is None or dossier.unknown.request_id is None:
            return None
        said = texts.say(f"notice.{notice.kind}", name=dossier.unknown.name)
        press = OpenCase(language=texts.language, case=dossier.unknown.request_id)
        return follow_up_notice(said, press, texts)

    async def _yearly(self, notice: Notice, texts: Catalogue) -> Card | None:
        found = await self._services.yearly_checks.posted(notice.subject)
        if found is None:
            return None
        check, account = found
        if notice.to == REVIEW_CHANNEL:
            said = texts.say(f"notice.{notice.kind}", account=account.name)
            press = OpenCase(language=texts.language, case=account.id)
            return follow_up_notice(said, press, texts)
        if check.standing is not YearlyStanding.ASKED or account.responsible.id != notice.to:
            return None
        lead = texts.say(f"notice.{notice.kind}")
        return yearly_card(account, self._services.form, texts, lead=lead)


def _still_holds(notice: Notice, deviation: Deviation) -> bool:
    """Whether what the notice tells of a deviation is still so."""
    match notice.kind:
        case FollowUpNotice.DEVIATION_DONE:
            return deviation.standing is DeviationStanding.DONE
        case FollowUpNotice.DEVIATION_GIVEN | FollowUpNotice.DEVIATION_RETURNED:
            return deviation.is_to_do and deviation.owner.id == notice.to
        case _:
            return deviation.is_to_do
