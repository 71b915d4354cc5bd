"""Recompute the optima that the rotation is held against, and say what differs: `make optimum`.

Takes some minutes. What differs is written into the file, to be looked at before it is committed.
"""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.gatherings.optimum import FIXTURE, asked, case_of, known, optimum
from tests.gatherings.years import COUNT, year


def solve(seed: int) -> dict[str, int]:
    """The optimum of one year, with the mark of its question."""
    question = year(seed)
    return {"asked": asked(question)} | optimum(case_of(question))


def main() -> int:
    """Return 1 where anything differs from what was on file."""
    before = known() if FIXTURE.exists() else {}
    after: dict[int, dict[str, int]] = {}
    with ProcessPoolExecutor() as pool:
        for seed, found in enumerate(pool.map(solve, range(COUNT))):
            after[seed] = found
            if before.get(seed) != found:
                print(f"year {seed}: {found}, on file: {before.get(seed, 'nothing')}", flush=True)
    lines = [f"{json.dumps(str(seed))}: {json.dumps(found)}" for seed, found in after.items()]
    FIXTURE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    differ = sum(before.get(seed) != found for seed, found in after.items())
    print(f"{COUNT} years solved, {differ} differ from what was on file")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
