"""What follow-ups say of one person."""

from collections.abc import Mapping
from typing import Any

from core.personal_data import DataKind, Records, moment
from followup.deviation import Deviation
from followup.ports import FollowUpUnitOfWork
from followup.self_check import SelfCheck


def data_in_follow_up(uow: FollowUpUnitOfWork, person_id: str) -> Mapping[DataKind, Records]:
    """Return the person's self-checks and deviations, what they decided, and what they reported."""
    unknown = uow.unknown_accounts.naming(person_id)
    return {
        DataKind.FOLLOW_UP: [
            *(_check(each, person_id) for each in uow.self_checks.naming(person_id)),
            *(_deviation(each, person_id) for each in uow.deviations.naming(person_id)),
            *(
                {"id": each.id, "account": each.account_id, "asked_at": moment(each.asked_at)}
                for each in uow.yearly_checks.naming(person_id)
            ),
            *(
                {"id": each.id, "name": each.name, "begun_at": moment(each.begun_at)}
                for each in uow.rounds.naming(person_id)
            ),
            *(
                {"id": each.id, "decision": each.standing.value, "words": each.words}
                for each in unknown
                if each.decided_by is not None and each.decided_by.id == person_id
            ),
        ],
        DataKind.REPORTS: [
            {"id": each.id, "name": each.name, "reported_at": moment(each.reported_at)}
            for each in unknown
            if any(reporter.id == person_id for reporter in each.reporters)
        ],
    }


def _check(check: SelfCheck, person_id: str) -> Mapping[str, Any]:
    """Return what the person answered, and nothing of what others wrote."""
    theirs = [each for each in check.answers.values() if each.by.id == person_id]
    return {
        "id": check.id,
        "account": check.account.name,
        "asked_at": moment(check.asked_at),
        "sent_at": moment(check.sent_at),
        "answers": {each.question: each.compliance.value for each in theirs},
        "comments": {each.question: each.comment for each in theirs if each.comment},
    }


def _deviation(deviation: Deviation, person_id: str) -> Mapping[str, Any]:
    did = deviation.done_by is not None and deviation.done_by.id == person_id
    return {
        "id": deviation.id,
        "account": deviation.account.name,
        "opened_at": moment(deviation.opened_at),
        "status": deviation.standing.value,
        "action": deviation.action if deviation.owner.id == person_id else "",
        "done": deviation.done if did else "",
    }
