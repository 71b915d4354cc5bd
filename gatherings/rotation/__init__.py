"""Fair turns, with reasons: who might hold which role at the gatherings to come.

`propose` shares out the seats of a window of gatherings. These are its rules; where two of them pull apart, the
earlier one wins. Nothing here knows a clock, and where chance is used it is seeded.

1.  Nobody is dealt a role who is away from that gathering, unwilling to hold that role, or not yet a member
    that day; and nobody two seats of the same role at one gathering.
2.  Kept turns stay, even where they break another rule, and count in all of them. A seat stays empty only
    when nobody is left who may hold it, and says why.
3.  At a gathering nobody has two roles while somebody who could hold one has none; where there are more
    roles than people, second roles are spread as evenly as first ones.
4.  Over the window everybody's turns are as many, as near as can be: no other rota has more even totals. They
    differ by one at most when all are there and willing, nothing is kept and nobody is new. Who joins in the
    middle of the window is not asked to catch up: an even share of the turns before counts as had.
5.  Of the rota as it stands, as few turns change as rules 1 to 4 allow; that number is exactly the least
    possible. A rota that can stay as it is comes back unchanged: what people have read is not reshuffled to
    keep rules 6 to 8 better. To have everything considered anew, propose without `standing`.
6.  A role goes to everyone before it returns to someone. It goes round: a round is over when everybody who
    takes part has held it. Taking part are those who have joined and may hold it at one gathering of the
    window at least. Counted are leads: by how many rounds a holder is ahead of whoever is furthest behind;
    of those who hold it together, who is further behind comes first.
7.  Turns are well spaced. The pace is the number of gatherings that pass on average from one turn of a person
    to the next. Too soon is a turn within half of it, and a third turn within one pace of the first.
8.  A newcomer eases in: they are not dealt a demanding role while another can be. New is, for their first
    two gatherings after joining and at most a hundred days, whoever has held no role yet; but where
    everybody present is new, nobody is.
9.  What is still equal goes to who held least in the year before the window; then to whose last turn, and
    last turn in that role, is longest ago; then by the order in which people are given.
10. The same question has the same answer. Gatherings are taken by day, and those of one day, roles and people
    in the order given, so keys need only be hashable; sets may come in any order.

Rules 3 to 5 are kept exactly: they are a flow of least cost, and no exchange is left that betters it
(`balancing.py`). Rules 6 to 8 have no quick exact way together: each gathering is dealt as well as can be
given all others (`dealing.py`), turns are exchanged between gatherings while that helps (`refining.py`), and people
trade turns (`trading.py`). Rule 9 decides in dealing alone. How near that comes to the best rota there is stands in
docs/rotation.md.

`suggest` is for the host who asks people one by one.
"""

from gatherings.rotation.proposing import propose
from gatherings.rotation.reasons import Lack, Reason, Vacancy, Why
from gatherings.rotation.suggesting import suggest
from gatherings.rotation.values import Candidate, Gathering, Role, Rota, Seat, Suggestion, Turn

__all__ = [
    "Candidate",
    "Gathering",
    "Lack",
    "Reason",
    "Role",
    "Rota",
    "Seat",
    "Suggestion",
    "Turn",
    "Vacancy",
    "Why",
    "propose",
    "suggest",
]
