"""Sentences on the rows of a list of accounts that is taken in."""

from accounts.account import Account
from accounts.import_service import ListedAccount, RowFault
from texts.catalogue import Catalogue


def row_fault(fault: RowFault, texts: Catalogue) -> str:
    """Return what is wrong in a cell of a list of accounts, without its place."""
    return texts.say(f"import.fault.{fault.kind}", detail=fault.detail)


def row_known(row: ListedAccount, account: Account, texts: Catalogue) -> str:
    """Return the sentence on a row of such a list whose account the register has."""
    facts = {"name": account.name, "address": account.address}
    return texts.say("import.known", row=str(row.row), **facts)
