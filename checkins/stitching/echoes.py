"""Which phrases echo each other, and how strongly (rule 4)."""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from checkins.stitching.languages import Language, words_of

_LIGHT = 0.15  # what a small word weighs against any other
_DAMP = 0.5  # keeps an echo of small words alone faint: they cannot fill the measure


class Echoes:
    """The echoes among some phrases, by their place in the sequence: 0 is none, near 1 the same words."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        """Weigh the stems of all texts: what few share says more, what nearly all share says nothing."""
        stems: dict[str, str] = {}
        counts: list[Counter[str]] = []
        small: dict[str, bool] = {}
        for text in texts:
            count: Counter[str] = Counter()
            for word in words_of(text):
                if word not in stems:
                    stems[word] = language.stem(word)
                    small.setdefault(stems[word], language.is_small(word))
                count[stems[word]] += 1
            counts.append(count)
        shared = Counter(stem for count in counts for stem in count)
        common = max(12.0, 2 * sqrt(len(counts)))
        weights = {
            stem: log(1 + len(counts) / many) * (_LIGHT if small[stem] else 1.0)
            for stem, many in shared.items()
            if many <= common
        }
        self._heard = [
            _measured({stem: weights[stem] for stem in count if stem in weights}) for count in counts
        ]

    def between(self, one: int, other: int) -> float:
        """How strongly two phrases echo, by the stems they share (cosine, damped)."""
        first, second = self._heard[one], self._heard[other]
        if len(second) < len(first):
            first, second = second, first
        return round(sum(weight * second[stem] for stem, weight in first.items() if stem in second), 6)

    def web(self) -> list[dict[int, float]]:
        """For each phrase the others it echoes at all, and how strongly."""
        voices: dict[str, list[tuple[int, float]]] = {}
        for place, heard in enumerate(self._heard):
            for stem, weight in heard.items():
                voices.setdefault(stem, []).append((place, weight))
        web = []
        for place, heard in enumerate(self._heard):
            echo: dict[int, float] = {}
            for stem, weight in heard.items():
                for other, its in voices[stem]:
                    echo[other] = echo.get(other, 0.0) + weight * its
            echo.pop(place, None)
            web.append({other: round(how, 6) for other, how in echo.items()})
        return web


def _measured(weights: dict[str, float]) -> dict[str, float]:
    length = sqrt(_DAMP + sum(weight * weight for weight in weights.values()))
    return {stem: weight / length for stem, weight in weights.items()}
