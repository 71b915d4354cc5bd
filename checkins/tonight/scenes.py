"""The scenes of the Centre: an evening's flow becomes the steps of the one screen in the circle.

1. A part of the flow calls up its scenes, in the order of the flow, each once; a part the Centre has nothing to show
   for calls up none. Without any that does, the evening goes as most do.
2. A scene with nothing to show is left out.
3. The poem is read back before the circle closes: ahead of the check-out, else of the farewell, else at the end. A
   step a stanza, and after the last one more, on which only the ring is seen.
4. On from a step that is no longer among them leads to the next one there is, as most evenings go; and so back.

A step is a scene and, of the poem, which stanza; scenes are called by the values of `checkins.models.Scene`.
"""

from collections.abc import Collection, Iterator, Sequence

type Step = tuple[str, int]

MOST_EVENINGS = ("welcome", "agreements", "check_in", "heart", "check_out", "farewell")
READ_BACK = "read_back"
_SCENES = {
    "welcome": ("welcome",),
    "agreements": ("agreements",),
    "check_in": ("question", "ring"),
    "heart": ("heart",),
    "check_out": ("last", "last_ring"),
    "farewell": ("farewell",),
}
_CLOSING = ("last", "last_ring", "farewell")
_RANK = ("welcome", "agreements", "question", "ring", "heart", READ_BACK, *_CLOSING)


def steps(moments: Sequence[str], *, stanzas: int = 0, empty: Collection[str] = ()) -> list[Step]:
    """Return the steps of an evening whose flow has these moments, with a poem of so many stanzas (rules 1 to 3).

    `empty` are scenes with nothing to show.
    """
    known = [moment for moment in moments if moment in _SCENES] or MOST_EVENINGS
    called = [scene for moment in dict.fromkeys(known) for scene in _SCENES[moment] if scene not in empty]
    closing = next((place for place, scene in enumerate(called) if scene in _CLOSING), len(called))
    read = [(READ_BACK, stanza) for stanza in range(stanzas + 1)] if stanzas else []
    return [*_as_steps(called[:closing]), *read, *_as_steps(called[closing:])]


def on(way: Sequence[Step], at: Step) -> Step:
    """Return the step after `at`; the last one stays (rule 4)."""
    if at in way:
        return way[min(way.index(at) + 1, len(way) - 1)]
    return next((step for step in way if _rank(step) > _rank(at)), at)


def back(way: Sequence[Step], at: Step) -> Step:
    """Return the step before `at`; the first one stays (rule 4)."""
    if at in way:
        return way[max(way.index(at) - 1, 0)]
    return next((step for step in reversed(way) if _rank(step) < _rank(at)), at)


def is_past(scene: str, other: str) -> bool:
    """Whether a scene comes after another one, as most evenings go."""
    return _RANK.index(scene) > _RANK.index(other)


def _as_steps(called: Sequence[str]) -> Iterator[Step]:
    return ((scene, 0) for scene in called)


def _rank(step: Step) -> tuple[int, int]:
    return _RANK.index(step[0]), step[1]
