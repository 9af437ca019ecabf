"""What can be wrong with the database itself."""


class StorageError(Exception):
    """Base of every fault this room names."""


class UnsuitableUrl(StorageError):
    """The database's URL names none that everything can be kept in; the password is never shown."""
