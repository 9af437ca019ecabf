"""Serve the bot: `python app.py`."""

import gc

gc.disable()  # none of what is imported is garbage: looking for some took a sixth of a start

import os  # noqa: E402
import sys  # noqa: E402

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second thread spins more than it helps

from wiring.start import start  # noqa: E402


def main() -> int:
    """Serve the bot; return the process's exit code."""
    return start()


if __name__ == "__main__":
    sys.exit(main())
