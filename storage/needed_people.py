"""Who must stay within reach, however long ago they were met."""

import re
from collections.abc import Set
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Text, or_, select, type_coerce, union

from accounts.account import AccountStatus
from accounts.history import UNDER_WAY
from core.appointments import AppointmentStanding
from followup.deviation import DeviationStanding
from followup.round import RoundStanding
from followup.self_check import CheckStanding
from followup.unknown_account import UnknownStanding
from storage.appointments import appointments
from storage.follow_up import deviations, rounds, self_checks, unknown_accounts
from storage.outbox import UNSENT
from storage.question_tables import forwarded_questions
from storage.tables import account_requests, accounts, outbox

_BESIDE_IDS = re.compile(r'["<>]')
"""What stands around somebody's id in a case: a string is nothing else, or ends in `<id>`."""


def to_be_reached(now: datetime) -> CompoundSelect[Any]:
    """Return the query of who has something to do or to hear of, by the cases' columns.

    Those whom only a case's content names are `needed_by_cases`.
    """
    checks, forwarded = self_checks.c, forwarded_questions.c
    appointed, deviating, sent = appointments.c, deviations.c, outbox.c
    is_not_over = or_(appointed.ends_at.is_(None), appointed.ends_at > now)
    open_rounds = select(rounds.c.id).where(rounds.c.standing == RoundStanding.OPEN)
    return union(
        select(checks.responsible).where(
            checks.standing == CheckStanding.ASKED, checks.round.in_(open_rounds)
        ),
        select(forwarded.asker).where(forwarded.asker.is_not(None)),
        select(appointed.reviewer).where(
            appointed.standing != AppointmentStanding.REFUSED, is_not_over
        ),
        select(deviating.owner).where(deviating.standing != DeviationStanding.CLOSED),
        select(sent.recipient).where(sent.state.in_(UNSENT)),
    )


def needed_by_cases(connection: Connection, ids: Set[str]) -> set[str]:
    """Return which of *ids* accounts need, or stand in a request under way or a reported account.

    Each case is read once for all *ids*: seeking thousands of people one by one takes seconds.
    """
    needed = {*ids} & _needed_by_accounts(connection)
    for table, is_under_way in (
        (account_requests, account_requests.c.status.in_(UNDER_WAY)),
        (unknown_accounts, unknown_accounts.c.standing == UnknownStanding.REPORTED),
    ):
        contents = select(type_coerce(table.c.content, Text)).where(is_under_way)
        for content in connection.scalars(contents):
            needed |= ids & set(_BESIDE_IDS.split(content))
    return needed


def _needed_by_accounts(connection: Connection) -> set[str]:
    """Return who answers for an account, or is to say yes to one, or hear of a correction."""
    ids = set[str]()
    in_use = select(accounts.c.content).where(accounts.c.standing != AccountStatus.CLOSED)
    for account in connection.scalars(in_use):
        proposer = account.proposal.by if account.proposal else None
        named = (account.responsible, account.manager, proposer)
        ids |= {person.id for person in named if person}
        if account.handover and account.handover.person_id:
            ids.add(account.handover.person_id)
    return ids
