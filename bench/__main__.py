"""python -m bench: measure, beside what we compare ourselves with."""

import argparse
import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path

from bench import (
    answers,
    calibration,
    large_base,
    reload,
    search_speed,
    stability,
    start,
    talk,
    texts_alone,
    turn,
    walk,
    years,
)
from bench.filling_cases import Use
from bench.questions import Question, read_questions, read_risky_questions, test_questions
from knowledge.live.acceptance import open_snapshot
from knowledge.search.snapshot import Snapshot
from knowledge.source.loader import load
from tests.storage.servers import postgres_server

HERE = Path(__file__).parent.parent
BASE = HERE / "knowledge" / "base"
EXAMS = HERE / "bench" / "exams"
HARM = EXAMS / "harm.jsonl"
"""Questions written by hands that had seen the list of topics only, never the base."""
EVALUATION = HERE.parent / "shared" / "evaluation"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    sys.stdout.write(f"{options.command(options)}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="measurement")
    a_turn = commands.add_parser("turn", help="a signed question and its answer, beside an echo")
    a_turn.add_argument("--turns", type=int, default=1200, help="turns in each round")
    a_turn.add_argument("--rounds", type=int, default=3)
    a_turn.set_defaults(command=_turn)
    brief = commands.add_parser("short", help="a turn's CPU beside the stock echo; fails if dear")
    brief.set_defaults(command=_short)
    everything = commands.add_parser("all", help="turns, search, reload and start, in turn")
    everything.add_argument("--turns", type=int, default=400, help="turns in each round")
    everything.add_argument("--rounds", type=int, default=2)
    everything.add_argument("--sizes", type=int, nargs="+", default=search_speed.SIZES)
    everything.add_argument("--pictures", type=Path, help="folder to draw turns and search into")
    everything.set_defaults(command=_all)
    find = commands.add_parser("search", help="what finding costs by size, beside peers")
    find.add_argument("--rounds", type=int, default=3)
    find.add_argument("--sizes", type=int, nargs="+", default=search_speed.SIZES)
    find.set_defaults(command=_search)
    old = commands.add_parser("years", help="what a database with years of questions takes")
    old.add_argument("--questions", type=int, default=Use.questions)
    old.add_argument("--database", default="", help="URL of an empty one; else a SQLite file")
    old.add_argument("--postgres", action="store_true", help="on a server made for it")
    old.set_defaults(command=_years)
    steps = commands.add_parser("walk", help="a step of the request for an account")
    steps.add_argument("--steps", type=int, default=400, help="steps in each round")
    steps.add_argument("--rounds", type=int, default=3)
    steps.add_argument("--postgres", action="store_true", help="on a server made for it")
    steps.set_defaults(command=_walk)
    swap = commands.add_parser("reload", help="what is noticed while the base is swapped")
    swap.add_argument("--rounds", type=int, default=3)
    swap.set_defaults(command=_reload)
    large = commands.add_parser("large", help="what a check takes of thousands of texts")
    large.add_argument("--texts", type=int, default=2000)
    large.add_argument("--index", action="store_true", help="build and ask its index too")
    large.set_defaults(command=_large)
    begin = commands.add_parser("start", help="from starting to the first answer, beside an echo")
    begin.add_argument("--rounds", type=int, default=5)
    begin.set_defaults(command=_start)
    right = commands.add_parser("answers", help="how right the answers are, beside peers")
    right.add_argument("--evaluation", type=Path, default=EVALUATION, help="folder of the files")
    right.add_argument("--base", type=Path, default=BASE, help="folder of another base")
    right.add_argument("--questions", type=Path, help="questions on that base, as JSON lines")
    right.add_argument(
        "--stability",
        type=int,
        metavar="EDITS",
        help="only: how many outcomes in other topics each of so many edits changes; takes minutes",
    )
    right.set_defaults(command=_answers)
    said = commands.add_parser("talk", help="how people's words are told apart, beside questions")
    said.set_defaults(command=_talk)
    weights = commands.add_parser("calibrate", help="the judge's weights, learnt anew")
    weights.set_defaults(command=_calibrate)
    return parser


def _turn(options: argparse.Namespace) -> str:
    return turn.table(asyncio.run(turn.measure(turn.bots(), options.turns, options.rounds)))


def _walk(options: argparse.Namespace) -> str:
    with ExitStack() as running:
        url = running.enter_context(postgres_server()).uri if options.postgres else ""
        cpu = asyncio.run(walk.measure(options.steps, options.rounds, database=url))
    return f"a step of the walk: {cpu:.2f} ms CPU"


def _short(_: argparse.Namespace) -> str:
    """Told by the ratio within one run, which holds on a machine that is slow or busy."""
    measured = asyncio.run(turn.measure_briefly())
    if not turn.is_cheap_enough(measured):
        raise SystemExit(f"{turn.table(measured)}\na turn costs too much: see docs/performance.md")
    return turn.table(measured)


def _all(options: argparse.Namespace) -> str:
    """Each table is shown as soon as it is measured; the last one is returned."""
    turns = asyncio.run(turn.measure(turn.bots(), options.turns, options.rounds))
    _told(f"{turn.table(turns)}\n")
    costs = search_speed.measure(load(BASE), options.sizes, options.rounds, _told)
    _told(f"{search_speed.table(costs)}\n")
    if options.pictures:
        from bench import plots  # matplotlib takes a second to load

        plots.draw_turns(turns, options.pictures / "turns.png")
        plots.draw_search(costs, options.pictures / "search.png")
    _told(f"{_reload(options)}\n")
    return _start(options)


def _search(options: argparse.Namespace) -> str:
    costs = search_speed.measure(load(BASE), options.sizes, options.rounds, _told)
    return search_speed.table(costs)


def _years(options: argparse.Namespace) -> str:
    use = Use(questions=options.questions)
    with ExitStack() as running:
        url = options.database
        if options.postgres:
            url = running.enter_context(postgres_server()).uri
        return years.table(asyncio.run(years.measure(url, use)))


def _told(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _reload(options: argparse.Namespace) -> str:
    return reload.table(asyncio.run(reload.measure(options.rounds)))


def _large(options: argparse.Namespace) -> str:
    arguments = [] if options.index else ["--quick"]
    return large_base.table(large_base.measure(BASE, options.texts, *arguments))


def _start(options: argparse.Namespace) -> str:
    return start.table(asyncio.run(start.measure(options.rounds)))


def _talk(_: argparse.Namespace) -> str:
    snapshot = open_snapshot(BASE, HERE / ".cache")
    exams = [each for name in ("third", "fourth", "fifth") for each in read_questions(_exam(name))]
    return "\n".join(talk.table(talk.measure(snapshot, EXAMS / "talk.yaml", exams)))


def _exam(name: str) -> Path:
    return EXAMS / f"{name}.jsonl"


def _calibrate(_: argparse.Namespace) -> str:
    return "\n".join(calibration.table(load(BASE)))


def _answers(options: argparse.Namespace) -> str:
    snapshot = open_snapshot(options.base, HERE / ".cache")
    if options.stability:
        asked = [*_asked_of(snapshot, options), *test_questions(snapshot.base)]
        return "\n".join(stability.table(snapshot, asked, options.stability))
    lines = answers.passages(snapshot)
    if options.base.resolve() == BASE:
        return "\n".join([*lines, "", *_beside_peers(snapshot, options)])
    if options.questions:
        asked = _asked_of(snapshot, options)
        lines += ["", *answers.outcomes(snapshot, options.questions.stem, asked)]
    return "\n".join(lines)


def _asked_of(snapshot: Snapshot, options: argparse.Namespace) -> list[Question]:
    """Return the questions given with the base, or the exams of ours."""
    if options.questions:
        return read_questions(options.questions)
    if options.base.resolve() != BASE:
        return []
    risky = [each.as_question(snapshot.base) for each in read_risky_questions(HARM)]
    return [*risky, *(question for exam in _exams() for question in read_questions(exam))]


def _exams() -> list[Path]:
    return sorted(set(EXAMS.glob("*.jsonl")) - {HARM})


def _beside_peers(snapshot: Snapshot, options: argparse.Namespace) -> list[str]:
    questions = options.evaluation / "questions.jsonl"
    sets = [options.evaluation / f"{name}-dev.json" for name in ("swefaq", "swequad")]
    absent = [path for path in (questions, *sets) if not path.exists()]
    for path in absent:
        sys.stdout.write(f"{path.name} is absent, so what it measures is left out\n")
    lines: list[str] = []
    if questions not in absent:
        asked = read_questions(questions)
        lines += [*answers.outcomes(snapshot, "shared questions", asked), ""]
        lines += [*answers.ranking(snapshot, asked), ""]
    risky = read_risky_questions(HARM)
    shown = answers.harmful(snapshot, risky)
    lines += [f"harm: {len(shown)} of {len(risky)} questions are shown a text that may hurt", ""]
    for exam in _exams():
        name = f"exam: {exam.stem}"
        lines += [*answers.outcomes(snapshot, name, read_questions(exam)), ""]
    present = [texts_alone.read_text_set(path) for path in sets if path not in absent]
    if present:
        lines += texts_alone.table(present)
    return lines


if __name__ == "__main__":
    sys.exit(main())
