"""How long a poem takes, and how near resonance comes to the best order a long search finds.

Seconds of the processor are printed beside what they should keep to; what to watch are the ratios,
which compare two things measured in the same run.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from checkins.stitching import Arrangement, Phrase, stitch
from checkins.stitching.echoes import Echoes
from checkins.stitching.languages import language_of
from tests.spoken import resounding

THINGS = """river snow coat bread door window letter mother chair list kettle bus garden heron hands key library
winter light silence road meeting stairs music soup name photograph dog train sleep budget daughter morning song
table salt ladder lake fire stone shoes neighbour""".split()  # noqa: SIM905
DEEDS = "left lost carried opened heard kept forgot wanted missed counted learned remembered".split()  # noqa: SIM905
TURNS = ["of the", "in the", "and my", "with a", "when the", "without the", "crossing the", "again, the"]


def said(size: int, seed: int = 0) -> list[str]:
    """So many phrases as people say them, most with an echo somewhere."""
    chance = random.Random(f"{size} {seed}")
    phrases = []
    for _ in range(size):
        phrase = f"{chance.choice(['I', 'we', 'still', 'nobody'])} {chance.choice(DEEDS)} the {chance.choice(THINGS)}"
        if chance.random() < 0.5:
            phrase += f" {chance.choice(TURNS)} {chance.choice(THINGS)}"
        phrases.append(phrase)
    return phrases


def seconds(call: Callable[[], object]) -> float:
    """The quickest of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return min(times)


def long_search(echoes: Echoes, places: Sequence[int], steps: int, *, same_end: bool) -> list[int]:
    """An order found by chance, ever less often against the grain: stretches turned round, places carried elsewhere."""
    chance, size, places = random.Random(2), len(places), list(places)
    web = [[*(echoes.between(one, other) for other in range(size)), 0.0] for one in range(size)]
    web.append([0.0] * (size + 1))  # outside the poem nothing echoes
    total = most = sum(web[one][other] for one, other in pairwise(places))
    free, best = size - same_end, list(places)
    for step in range(steps):
        heat = 0.15 * (1 - step / steps) ** 2 + 1e-9
        low, high = sorted((chance.randrange(free), chance.randrange(free)))
        if low == high:
            continue
        before, after = places[low - 1] if low else size, places[high + 1] if high + 1 < size else size
        first, last = places[low], places[high]
        carried = step % 2 and high - low > 1
        if carried:  # the first of the stretch to its end
            second = places[low + 1]
            gain = web[before][second] + web[last][first] + web[first][after]
            gain -= web[before][first] + web[first][second] + web[last][after]
        else:
            gain = web[before][last] + web[first][after] - web[before][first] - web[last][after]
        if gain > 0 or chance.random() < 2.718 ** (gain / heat):
            stretch = places[low : high + 1]
            places[low : high + 1] = [*stretch[1:], stretch[0]] if carried else stretch[::-1]
            total += gain
            if total > most + 1e-9:
                best, most = list(places), total
    return best


print("Stitching: seconds, and as a multiple of what the echoes of those phrases alone take")
for size, limit in ((12, None), (100, 0.05), (1000, 1.0)):
    texts = said(size)
    phrases = [Phrase(key, text, key) for key, text in enumerate(texts)]
    english = language_of("en")
    alone = seconds(lambda: Echoes(texts, english))  # noqa: B023
    for arrangement in Arrangement:
        took = seconds(lambda: stitch(phrases, arrangement=arrangement))  # noqa: B023
        verdict = "" if limit is None else f"   limit {limit:.2f} s: {'kept' if took < limit else 'MISSED'}"
        print(f"  {size:5} {arrangement:10} {took:7.4f} s  x{took / alone:5.1f}{verdict}")

print(
    "Resonance: mean echo of neighbours, as a multiple of shuffled, and as a share of the best a long search"
)
print("finds: among the orders that end on the same phrase, and among all")
for size, steps in ((12, 40_000), (30, 150_000), (100, 400_000)):
    totals = dict.fromkeys(("found", "shuffled", "same end", "any"), 0.0)
    for seed in range(5):
        texts = said(size, seed)
        echoes = Echoes(texts, language_of("en"))
        phrases = [Phrase(key, text, key) for key, text in enumerate(texts)]
        found, shuffled = (
            [each.phrase.key for each in stitch(phrases, arrangement=arrangement, seed=seed)]
            for arrangement in ("resonance", "shuffled")
        )
        totals["found"] += resounding(echoes, found)
        totals["shuffled"] += resounding(echoes, shuffled)
        for name, same_end in (("same end", True), ("any", False)):
            orders = [
                found,
                *(long_search(echoes, start, steps, same_end=same_end) for start in (found, shuffled)),
            ]
            totals[name] += max(resounding(echoes, order) for order in orders)
    best = totals["found"]
    print(
        f"  {size:5} x{best / totals['shuffled']:5.1f} shuffled"
        f"  {best / totals['same end']:4.0%} of the best with its end  {best / totals['any']:4.0%} of the best"
    )
