"""What is wrong with a database, and what to do, in words."""

from sqlalchemy.exc import SQLAlchemyError

from storage.deadlines import DatabaseTimeout

_KNOWN = (
    ("file is not a database", "the file is no database; name another, or restore a backup"),
    ("malformed", "the file is damaged; restore a backup"),
    ("readonly", "it can't be written to; let the bot's user write to the file and its folder"),
    ("read-only", "it can't be written to; name the primary server, or allow writing there"),
    ("unable to open", "the file can't be opened; let the bot's user read and write it"),
    ("disk is full", "the disk is full; make room"),
    ("disk i/o error", "the disk can't be read or written; see to it, or restore a backup"),
    ("no space left", "the server's disk is full; make room there"),
    ("locked", "another process holds it; end that one first"),
    ("permission denied", "the bot's user has no right to its tables; grant it that"),
    ("no schema has been selected", "the bot's user has no right to its tables; grant it that"),
    ("recovery", "it can't be written to; name the primary server"),
    ("authentication failed", "the server refuses the user or the password; correct them"),
    ("does not exist", "the server has no such database or user; make it, or correct the name"),
    ("in time", "it doesn't answer; see that it runs and can be reached from here"),
    ("timeout", "the server doesn't answer; see that it runs and can be reached from here"),
    ("connection option", "the URL has an option that PostgreSQL doesn't know; take it away"),
    ("sslmode value", "the URL's sslmode is none that PostgreSQL knows; correct it"),
    ("connection", "the server can't be reached; see that it runs, and correct host and port"),
    ("resolve", "the server's name isn't known; correct the host"),
)


def explained(error: SQLAlchemyError | DatabaseTimeout) -> str:
    """Return one sentence on *error* with what to do; never the URL, which may hold a password."""
    text = str(getattr(error, "orig", None) or error).lower()
    for sign, sentence in _KNOWN:
        if sign in text:
            return sentence
    return f"it can't be used ({type(error).__name__}); see that it is the bot's own database"
