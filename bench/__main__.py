"""python -m bench: measure, beside what we compare ourselves with."""

import argparse
import asyncio
import sys

from bench import turn


def main(arguments: list[str] | None = None) -> int:
    """Run one measurement and print its table."""
    options = _parser().parse_args(arguments)
    return options.command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="measurement")
    a_turn = commands.add_parser("turn", help="a signed question and its answer, beside an echo")
    a_turn.add_argument("--turns", type=int, default=1200, help="turns in each round")
    a_turn.add_argument("--rounds", type=int, default=3)
    a_turn.set_defaults(command=_turn)
    return parser


def _turn(options: argparse.Namespace) -> int:
    measured = asyncio.run(turn.measure(options.turns, options.rounds))
    sys.stdout.write(f"{turn.table(measured)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
