"""Errors of the database itself."""


class StorageError(Exception):
    """Base of this room's errors."""


class UnsuitableUrl(StorageError):
    """The database's URL names no database we can use; the password is never shown."""
