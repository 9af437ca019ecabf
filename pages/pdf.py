"""A page of ours as PDF, made by a process of its own: the bot answers on, and gets no larger."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

SECONDS = 60
"""How long it may take; a report takes a few."""
_ROOT = Path(__file__).parent.parent


class NotMade(Exception):
    """No PDF came of it; the message says why, for the log."""


async def pdf_of(page: str) -> bytes:
    """Return *page*, which needs nothing beside itself, as PDF/UA.

    Raises:
        NotMade: where WeasyPrint lacks something, or takes too long.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "pages.pdf", cwd=_ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            made, said = await process.communicate(page.encode())
    except TimeoutError:
        raise NotMade(f"it took more than {SECONDS} seconds") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not made.startswith(b"%PDF"):
        raise NotMade(said.decode(errors="replace")[-500:])
    return made


def _main() -> None:
    from weasyprint import HTML  # loads Pango, which takes a second and much memory

    page = sys.stdin.buffer.read().decode()
    made = HTML(string=page, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    sys.stdout.buffer.write(made or b"")


def _nothing(address: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(f"a report holds all that it shows, and fetches nothing: {address}")


if __name__ == "__main__":
    _main()
