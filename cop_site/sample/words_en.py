"""The Hosting Circle, Edmonton: thirteen people and a year of last Wednesdays. All of it is made up."""

from datetime import time, timedelta

from cop_site.sample import poems_en, poems_en_beginning, poems_en_middle
from cop_site.sample.cast import (
    Agreement,
    CircleStory,
    Evening,
    Lab,
    Member,
    Move,
    Part,
    Proposed,
    Rest,
    Reviewed,
)

MEMBERS = (
    Member("anna", "Anna", "Anna Kowalchuk", "anna@hosting-circle.example", "steward"),
    Member("luc", "Luc", "Luc Tremblay", "luc@hosting-circle.example", "host"),
    Member("noor", "Noor", "Noor Haddad", "noor@hosting-circle.example", "host"),
    Member("priya", "Priya", "Priya Raman", "priya@hosting-circle.example", "host"),
    Member("ines", "Ines", "Ines Carvalho", "ines@hosting-circle.example", zone="Europe/Lisbon"),
    Member("sam", "Sam", "Sam Whitford", "sam@hosting-circle.example"),
    Member("gerry", "Gerry", "Gerry Doyle", "gerry@hosting-circle.example", zone="America/St_Johns"),
    Member("ruth", "Ruth", "Ruth Cardinal", "ruth@hosting-circle.example"),
    Member("tomasz", "Tomasz", "Tomasz Wilk", "tomasz@hosting-circle.example"),
    Member("hana", "Hana", "Hana Mori", "hana@hosting-circle.example"),
    Member("abel", "Abel", "Abel Girma", "abel@hosting-circle.example"),
    Member("beth", "Beth", "Beth Lindqvist", "beth@hosting-circle.example", until=-7),
    Member("wren", "Wren", "Wren Castillo", "wren@hosting-circle.example", since=-5),
)

AGREEMENTS = (
    Agreement(
        "We leave each other’s stories in the room, and carry only our own home.",
        "firmly",
        agreed=-9,
        not_yet=("wren",),
        talks={"gerry": "May I take a recipe home? And what of a story that is also mine?"},
    ),
    Agreement(
        "We listen to the end, and let a silence be a silence.",
        "lightly",
        agreed=-12,
        reviewed=Reviewed(
            -2,
            helped="The slow ones among us finish their sentences now.",
            better="Somebody might say at the start that a silence is allowed.",
        ),
    ),
    Agreement(
        "We take turns at holding the evening, the parts that scare us too.",
        "lightly",
        agreed=-12,
    ),
    Agreement(
        "We begin at six and end at eight, whoever is still on the stairs.",
        "lightly",
        agreed=-10,
        proposed=Proposed(
            "hana",
            "We begin at six and end at eight, and one of us waits at the side door for whoever is still outside.",
            "lightly",
            why="In November three of us stood in the snow and heard you begin.",
            concern_of="tomasz",
            concern="Whoever waits at the door misses the opening, and it would always be the same kind soul.",
        ),
    ),
    Agreement(
        "When the bell rings we stop, even in the middle of a word, and breathe.",
        "lightly",
        agreed=-6,
    ),
)

ROLE_KEYS = ("host", "check_in_host", "poem_catcher", "timekeeper", "guardian", "welcomer")

ROTA = {
    -12: ("anna", "noor", "ruth", "beth", "luc", "sam"),
    -11: ("ines", "abel", "hana", "tomasz", "priya", "anna"),
    -10: ("ruth", "luc", "priya", "noor", "sam", "beth"),
    -9: ("priya", "gerry", "beth", "hana", "tomasz", "noor"),
    -8: ("sam", "ines", "tomasz", "abel", "ruth", "gerry"),
    -7: ("beth", "hana", "anna", "priya", "noor", "luc"),
    -6: ("noor", "ruth", "gerry", "sam", "anna", "hana"),
    -5: ("gerry", "tomasz", "abel", "ines", "hana", "priya"),
    -4: ("tomasz", "anna", "sam", "wren", "ines", ""),
    -3: ("abel", "priya", "ruth", "luc", "gerry", "ines"),
    -2: ("hana", "wren", "luc", "gerry", "abel", "tomasz"),
    -1: ("luc", "sam", "ines", "anna", "wren", "ruth"),
    0: ("wren", "ruth", "noor", "", "priya", "sam"),
    1: ("anna", "", "", "", "", ""),
}

EVENINGS = (
    Evening(
        -12,
        "Beginning",
        "What made you come back into the room?",
        "Chairs in a ring before anything else, and one object each for the middle. The last half hour is "
        "for what we want to promise one another.",
        maybe=("gerry",),
        catch=poems_en_beginning.IT_WAS_US,
    ),
    Evening(
        -11,
        "Asking",
        "Which question has been following you around?",
        "One person brings a real trouble. For half an hour the circle may only ask, and they may only "
        "listen.",
        maybe=("gerry",),
        no=("sam",),
        catch=poems_en_beginning.BY_THE_KETTLE,
    ),
    Evening(
        -10,
        "Silence",
        "When did you last hear nothing at all?",
        no=("hana", "gerry"),
        quiet=("tomasz",),
        catch=poems_en_beginning.LIKE_THAT,
    ),
    Evening(
        -9,
        "Making room",
        "Who first moved over so that you could sit down?",
        "In pairs for twenty minutes, walking if the weather lets us. Then one sentence each, standing.",
        maybe=("abel",),
        no=("ines",),
        catch=poems_en_beginning.SIT_SIT,
    ),
    Evening(
        -8,
        "Keys",
        "Which door do you hold the key to, and who is waiting outside?",
        no=("priya", "luc"),
        quiet=("beth",),
        catch=poems_en_beginning.MIND_THE_STEP,
    ),
    Evening(
        -7,
        "Ending well",
        "What have you finished, and finished kindly?",
        "Beth’s last evening with us. We stop ten minutes early and walk her to the bus.",
        maybe=("gerry",),
        catch=poems_en_middle.TEN_PAST,
    ),
    Evening(
        -6,
        "The thing not said",
        "What are you not saying, and to whom?",
        "We try out the bell. Anybody may ask the guardian to ring it, for any reason or none.",
        no=("tomasz", "ines"),
        quiet=("abel",),
        catch=poems_en_middle.FINE,
    ),
    Evening(
        -5,
        "New at it",
        "When were you last no good at something?",
        "Wren’s first evening. We tell the story of the circle backwards, from last month to the lab.",
        maybe=("sam",),
        no=("anna",),
        catch=poems_en_middle.LIKE_A_CUPBOARD,
    ),
    Evening(
        -4,
        "Stopping",
        "What would you stop doing, if nobody noticed?",
        maybe=("luc",),
        no=("ruth", "hana", "abel"),
        quiet=("gerry",),
        move=Move(-1, "The library is oiling its floor on Wednesday. Same hour, same door, one day sooner."),
        catch=poems_en_middle.LET_THE_GRASS,
    ),
    Evening(
        -3,
        "Weather we come from",
        "Which winter made you?",
        "Bring one small thing that has been through the cold.",
        maybe=("hana",),
        no=("wren",),
        came_anyway=("hana",),
        notes="Gerry’s list of what to keep in a car in January: https://winter.example/in-the-car\n"
        "Tomasz will ask the library about a second kettle.",
        catch=poems_en.FORTY_BELOW,
    ),
    Evening(
        -2,
        "Carrying",
        "What can you put down tonight?",
        "A bowl of stones stands by the door. Take one as you come in; leave it wherever you like.",
        no=("anna", "noor"),
        stayed_away=("gerry",),
        notes="Seven stones stayed by the door. Ruth keeps them until somebody asks.",
        catch=poems_en.ONLY_THE_HAND,
    ),
    Evening(
        -1,
        "Getting it wrong",
        "What went sideways, and turned out fine?",
        "Our twelfth time together. Somebody is bringing something; nobody will say what.",
        no=("priya",),
        stayed_away=("abel",),
        notes="It was a cake, and it had gone sideways.\n"
        "The game Sam brought: https://games.example/yes-and\n"
        "Priya asks for a quieter corner; we sit by the window next time.",
        catch=poems_en.WITH_OUR_FACES,
        tries={
            "anna": "count to five before I answer",
            "luc": "ask one more question before I explain",
            "ines": "begin on time, even when I am the only one there",
            "sam": "say out loud when I have lost the thread",
        },
        told=("luc", "ines"),
    ),
    Evening(
        0,
        "The ones not here",
        "Whom have we not asked yet?",
        "Two chairs stay empty on purpose. In pairs, we write to the people who are missing from them.",
        materials=(
            "How to write to somebody who did not come: https://letters.example/a-first-line",
            "Paper, and envelopes with stamps (Luc brings them)",
        ),
        maybe=("ines",),
        no=("tomasz",),
        quiet=("gerry", "hana", "abel"),
        beside={"host": "luc", "poem_catcher": "ines"},
    ),
    Evening(
        1,
        "Another year",
        "What would you like to be a beginner at?",
        no=("sam",),
        quiet=("luc", "noor", "priya", "ines", "gerry", "tomasz", "hana", "abel", "wren"),
    ),
)

FLOW = (
    Part("welcome", "Soup, coats, the side door", 10, "welcomer"),
    Part("centre", "The bowl in the middle", 5, "host"),
    Part("agreements", "Our promises, one voice each", 5, "guardian"),
    Part("check_in", "Check-in, the question asked twice", 40, "check_in_host"),
    Part("heart", "In pairs, then all of us", 30, "host"),
    Part("check_out", "One sentence each, and the poem read back", 20, "poem_catcher"),
    Part("farewell", "Chairs and dishes", 10, "whoever is near"),
)

CIRCLE = CircleStory(
    name="The Hosting Circle",
    purpose="We learn to hold a room by holding one, once a month, for each other. We come from schools, "
    "clinics, council desks and small charities, and we take the hosting in turns, so that each of us learns "
    "every part of it. Nobody performs; somebody usually brings soup.",
    language="en",
    zone="America/Edmonton",
    country="CA-AB",
    place="The Old Library, side door",
    call_link="https://call.example/hosting-circle",
    lab=Lab("Leading in Circles", "The hall at Mill Creek, Edmonton", days=2, ended=12),
    rule="FREQ=MONTHLY;BYDAY=-1WE",
    starts=time(18, 0),
    lasts=timedelta(hours=2),
    rest=Rest(
        12,
        "The last Wednesday falls between the holidays and many of us are travelling. We rest in December.",
    ),
    members=MEMBERS,
    agreements=AGREEMENTS,
    role_keys=ROLE_KEYS,
    roles=(),
    rota=ROTA,
    evenings=EVENINGS,
    flow=FLOW,
    gladly={
        "ines": ("poem_catcher",),
        "ruth": ("guardian", "welcomer"),
        "wren": ("check_in_host",),
        "hana": ("poem_catcher",),
    },
    rather_not={"tomasz": ("timekeeper",), "abel": ("host",), "gerry": ("guardian",)},
    away={"tomasz": (2, 6), "priya": (24, 45)},
    asks=Member("mara", "Mara", "Mara Olsen", "mara@elsewhere.example"),
    asks_words="I run the night shelter on 96th, and I talk too much in meetings. Hana says you teach each other "
    "not to. I could bring soup.",
)
