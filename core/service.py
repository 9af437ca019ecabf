"""What every service is made of: each call of a public method is one unit of work."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from core.policy import Policy
from core.ports import Transactions, UnitOfWork

U = TypeVar("U", bound=UnitOfWork)
P = TypeVar("P", bound=Policy)
S = TypeVar("S", bound="Service[Any, Any]")
A = ParamSpec("A")
T = TypeVar("T")


class Service(Generic[U, P]):
    """Runs its public methods, which `reads` and `writes` mark, as units of work."""

    def __init__(self, transactions: Transactions[U], policy: P) -> None:
        self.transactions = transactions
        self._policy = policy


def reads(
    method: Callable[Concatenate[S, U, A], T],
) -> Callable[Concatenate[S, A], Coroutine[Any, Any, T]]:
    """Turn *method* into one that is awaited and called without `uow`; it can't write."""

    @wraps(method)
    async def read(self: S, *args: A.args, **kwargs: A.kwargs) -> T:
        return await self.transactions.read(lambda uow: method(self, uow, *args, **kwargs))

    return read


def writes(
    method: Callable[Concatenate[S, U, A], T],
) -> Callable[Concatenate[S, A], Coroutine[Any, Any, T]]:
    """Turn *method* into one that is awaited and called without `uow`.

    What it did is committed when it returns, and undone where it raises.
    """

    @wraps(method)
    async def write(self: S, *args: A.args, **kwargs: A.kwargs) -> T:
        return await self.transactions.write(lambda uow: method(self, uow, *args, **kwargs))

    return write
