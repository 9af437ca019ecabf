"""Statistical disclosure control: figures told so that nobody's own part can be read out."""

from collections.abc import Callable, Hashable, Mapping, Sequence, Set

SMALLEST = 5
"""People of a group that is told of by itself: of fewer, everybody would know who it is."""


def disclosed_groups(members: Mapping[str, Set[Hashable]]) -> list[tuple[str, ...]]:
    """Return which of the named sets to tell of together, those told of together last.

    Each group has at least `SMALLEST` members, unless all together have fewer. Where the small
    ones together are too few, the smallest of the others goes with them: else they would follow
    from the sum.
    """
    sizes = {name: len(each) for name, each in members.items()}
    return _groups(sizes, lambda names: len({each for name in names for each in members[name]}))


def disclosed_counts(counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return the same of groups that nothing is in two of, by how many are in each."""
    return _groups(counts, lambda names: sum(counts[name] for name in names))


def _groups(
    sizes: Mapping[str, int], count: Callable[[Sequence[str]], int]
) -> list[tuple[str, ...]]:
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    together = [name for name in by_size if sizes[name] < SMALLEST]
    alone = by_size[len(together) :]
    while together and alone and count(together) < SMALLEST:
        together.append(alone.pop(0))
    groups = [(name,) for name in sorted(alone)]
    return [*groups, tuple(sorted(together))] if together else groups
