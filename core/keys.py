"""Keys for one purpose each, made of a secret, and names made with one."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence

from core.incoming import Incoming


def random_case_id(prefix: str) -> str:
    """Return an id that nobody can guess: *prefix*, and eight letters or digits from 2 to 7."""
    return f"{prefix}-{base64.b32encode(secrets.token_bytes(5)).decode().lower()}"


def derived_key(secret: str, purpose: bytes) -> bytes:
    """Return a key for *purpose*: the same after a restart, but anew each time without a secret."""
    material = secret.encode() if secret else secrets.token_bytes(32)
    return hashlib.blake2b(material, person=purpose).digest()


class Pseudonyms:
    """Gives a person's id a name that can't be turned back without a key.

    The keys never reach the database, so reading that is not enough.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        """New names are made with the first of *keys*; earlier ones were made with the others."""
        self._keys = keys

    def __call__(self, person: str) -> str:
        return _named(person, self._keys[0])

    def every(self, person: str) -> Sequence[str]:
        """Return each name the person may have been given."""
        return [_named(person, key) for key in self._keys]


def _named(person: str, key: bytes) -> str:
    return hashlib.blake2b(person.encode(), key=key, digest_size=16).hexdigest()


def answer_ids(key: bytes) -> Callable[[Incoming], str]:
    """Return what gives the answer to a message its id, which nobody can guess without *key*.

    It is the same when the message is sent again, to another instance or after a crash, and
    another when the message is changed.
    """

    def answer_id(incoming: Incoming) -> str:
        asked = f"{incoming.conversation}/{incoming.id}"
        if incoming.edit:
            asked += f"/{incoming.edit}"
        return hashlib.blake2b(asked.encode(), key=key, digest_size=12).hexdigest()

    return answer_id
