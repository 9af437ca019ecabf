"""What is told where there is no database, for those who must not load SQLAlchemy to hear it."""


class NoDatabase(Exception):
    """There is no database that this version can use; says why."""
