"""The last three check-ins of The Hosting Circle as they were caught, and the poems stitched from them."""

from cop_site.sample.cast import Catch, Phrase, Stitch

FORTY_BELOW = Catch(
    phrases=(
        Phrase("forty below and my father singing to the car", "hana"),
        Phrase("ours was only rain, but inside the house", "ines"),
        Phrase("four of us, one pair of good boots", "noor"),
        Phrase("we slept in our coats and called it camping", "ruth"),
        Phrase("my first one, I thought the trees had died", "abel"),
        Phrase("his tracks to the woodpile stayed till March", "luc"),
        Phrase("the milk on the step with its hat lifted", "tomasz"),
        Phrase("that winter I knew every vending machine in the hospital", "priya"),
        Phrase("I shovel hers too, I don’t say", "sam"),
        Phrase("you could hear the ice making up its mind", "gerry"),
        Phrase("nobody for days", "anna"),
        Phrase("and then headlights", "anna"),
        Phrase("come in, come in, shut the door", "ruth"),
    ),
    title="Forty below",
    stitches=(
        Stitch(4, "stanza"),
        Stitch(0, "line"),
        Stitch(3, "stanza"),
        Stitch(2, "line"),
        Stitch(7, "stanza"),
        Stitch(5, "stanza"),
        Stitch(8, "line"),
        Stitch(9, "stanza"),
        Stitch(10, "line"),
        Stitch(11, "dash"),
        Stitch(12, "stanza"),
    ),
    thanks="Hana, for the loan of a pencil",
    travels=True,
)

ONLY_THE_HAND = Catch(
    phrases=(
        Phrase("somebody else’s hurry", "priya"),
        Phrase("the meeting I keep having in the shower", "luc"),
        Phrase("the keys to my mother’s house, still on my ring", "tomasz"),
        Phrase("my shoulders, somewhere near my ears", "sam"),
        Phrase("the box says kitchen, it is not kitchen", "ines"),
        Phrase("I put it down and it followed me home", "gerry"),
        Phrase("nobody asked me to hold up the whole roof", "priya"),
        Phrase("I still pay for his phone, for the greeting", "ruth"),
        Phrase("", None),
        Phrase("she lets go at the corner now, not at the gate", "hana"),
        Phrase("I open the hand and there is only the hand", "abel"),
        Phrase("not yet", None),
        Phrase("for a minute, just now", "wren"),
    ),
    title="Only the hand",
    stitches=(
        Stitch(2, "stanza"),
        Stitch(4, "line"),
        Stitch(11, "comma"),
        Stitch(0, "stanza"),
        Stitch(3, "line"),
        Stitch(5, "line"),
        Stitch(7, "stanza"),
        Stitch(8, "stanza"),
        Stitch(9, "stanza"),
        Stitch(10, "line"),
        Stitch(11, "stanza", "refrain"),
        Stitch("but", "line", "added"),
        Stitch(12, "space"),
    ),
    thanks="Ruth, who told me to put the pen down more often",
)

WITH_OUR_FACES = Catch(
    phrases=(
        Phrase("out came my mother’s voice, halfway down the budget", "gerry"),
        Phrase("I lost the question", "hana"),
        Phrase("rang for silence with the lid of the soup pot", "luc"),
        Phrase("gave my whole welcome to the wrong room, they clapped", "sam"),
        Phrase("I said I don’t know", "ruth"),
        Phrase("and nobody died", "ruth"),
        Phrase("so I asked what they were hungry for", "abel"),
        Phrase("eleven chairs, three people, enough", "noor"),
        Phrase("fine, mostly tired, glad of the chair", "anna"),
        Phrase("the projector gave up, God bless it", "tomasz"),
        Phrase("and there we were with our faces", "wren"),
        Phrase("everyone asleep here but me and the fridge", "ines"),
        Phrase("oh! there’s cake", None),
    ),
    title="With our faces",
    stitches=(
        Stitch(3, "stanza"),
        Stitch(7, "line"),
        Stitch(1, "stanza"),
        Stitch(6, "space"),
        Stitch(0, "line"),
        Stitch(4, "stanza"),
        Stitch(5, "dash"),
        Stitch(11, "stanza"),
        Stitch(9, "stanza"),
        Stitch(10, "line"),
        Stitch(5, "line", "refrain"),
        Stitch(12, "stanza"),
    ),
    thanks="Luc, who read it aloud when my line went crackly",
    brought={
        "gerry": "I’d practised being calm, and out came my mother’s voice, halfway down the budget. "
        "She’d have been right, too.",
        "sam": "They asked me to open the parents’ evening. I gave my whole welcome to the wrong room, "
        "they clapped, it was the choir.",
        "ruth": "The board wanted a date. I said I don’t know, just like that, and nobody died. "
        "Forty years I could have been saying it.",
        "noor": "Tuesday’s consultation: eleven chairs, three people, enough. We talked until the caretaker "
        "jingled his keys.",
        "tomasz": "I had forty slides. Then the projector gave up, God bless it, and I have never had "
        "a better Monday.",
        "wren": "The wifi went down at the youth table and there we were with our faces. "
        "It was awful and then it wasn’t.",
        "ines": "Hello from tomorrow, everyone asleep here but me and the fridge. Last week my workshop lost "
        "me halfway through, and carried on beautifully.",
    },
)
