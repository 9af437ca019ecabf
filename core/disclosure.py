"""Statistical disclosure control: figures told so that nobody's own part can be read out."""

from collections.abc import Hashable, Mapping, Set

SMALLEST = 5
"""People of a group that is told of by itself: of fewer, everybody would know who it is."""


def disclosed_groups(members: Mapping[str, Set[Hashable]]) -> list[tuple[str, ...]]:
    """Return which of the named sets to tell of together, those told of together last.

    Each group has at least `SMALLEST` members, unless all together have fewer. Where the small
    ones together are too few, the smallest of the others goes with them: else they would follow
    from the sum.
    """
    by_size = sorted(members, key=lambda name: (len(members[name]), name))
    together = [name for name in by_size if len(members[name]) < SMALLEST]
    alone = by_size[len(together) :]
    while together and alone and _count(together, members) < SMALLEST:
        together.append(alone.pop(0))
    groups = [(name,) for name in sorted(alone)]
    return [*groups, tuple(sorted(together))] if together else groups


def _count(names: list[str], members: Mapping[str, Set[Hashable]]) -> int:
    return len({each for name in names for each in members[name]})
