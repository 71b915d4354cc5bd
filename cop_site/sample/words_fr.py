"""Le Cercle du mercredi, Lyon: seven people and their first Wednesdays. All of it is made up.

French spacing is written as escapes, so that no editor loses it: a narrow no-break space before a semicolon
or a question mark, a no-break space before a colon.
"""

from datetime import time, timedelta

from cop_site.sample import poems_fr
from cop_site.sample.cast import (
    Agreement,
    CircleStory,
    Evening,
    Lab,
    Member,
    Part,
    Proposed,
    Rest,
    Role,
)

MEMBERS = (
    Member("claire", "Claire", "Claire Fournier", "claire@cercle-du-mercredi.example", "steward"),
    Member("mathieu", "Mathieu", "Mathieu Perrin", "mathieu@cercle-du-mercredi.example", "host"),
    Member("samira", "Samira", "Samira Benali", "samira@cercle-du-mercredi.example", "host"),
    Member("jeanne", "Jeanne", "Jeanne Rochette", "jeanne@cercle-du-mercredi.example"),
    Member("youssef", "Youssef", "Youssef Khelifi", "youssef@cercle-du-mercredi.example"),
    Member("elodie", "Élodie", "Élodie Marchand", "elodie@cercle-du-mercredi.example"),
    Member("bastien", "Bastien", "Bastien Morel", "bastien@cercle-du-mercredi.example", since=-3),
)

AGREEMENTS = (
    Agreement(
        "Ce que chacun confie ici, nous ne l’emportons pas.",
        "firmly",
        agreed=-6,
        not_yet=("bastien",),
        talks={"jeanne": "Et si quelqu’un se met en danger ?"},
    ),
    Agreement(
        "Nous parlons chacun notre tour, et nous laissons finir.",
        "lightly",
        agreed=-6,
        proposed=Proposed(
            "elodie",
            "Nous parlons chacun notre tour, nous laissons finir, et nous laissons un souffle avant de reprendre.",
            "lightly",
            why="À deux reprises, quelqu’un avait encore un mot à dire.",
            concern_of="mathieu",
            concern="Un souffle, oui ; mais pas une règle de plus à surveiller.",
        ),
    ),
    Agreement("Nous tenons tous les rôles, même ceux qui nous intimident.", "lightly", agreed=-4),
)

ROLES = (
    Role(
        "hote",
        "Hôte",
        "Arrive en avance et prends un moment pour toi avant que la porte s’ouvre.\n"
        "Dis pourquoi nous sommes là, puis, au besoin, ce qui vient ensuite.\n"
        "Tu tiens la soirée\u202f; tu n’as pas à la remplir.",
        "opens",
        demanding=True,
    ),
    Role(
        "accueil",
        "Accueil",
        "Sois à la porte un quart d’heure avant, et appelle chacun par son prénom.\n"
        "Montre où poser les manteaux et où trouver le thé.\n"
        "Garde une chaise pour qui arrive en retard, et fais-lui une place sans bruit.",
    ),
    Role(
        "veille",
        "Veille",
        "Garde un œil sur l’heure et sur le cercle\u00a0: qui fatigue, qui se tait, ce qui va trop vite.\n"
        "Fais sonner la cloche quand il nous faut une respiration, puis une fois encore pour reprendre.\n"
        "Tu n’as pas à te justifier, et chacun peut te demander de sonner.",
        "guards",
        demanding=True,
    ),
    Role(
        "cueillette",
        "Cueillette du poème",
        "Écoute plus que tu n’écris\u00a0: quelques mots de chacun, tels qu’ils ont été dits.\n"
        "Garde ce qui t’a fait lever la tête, et ne corrige rien.\n"
        "Relis le poème à voix haute le soir même, inachevé comme il est.",
        "catches",
        demanding=True,
    ),
)

ROTA = {
    -6: ("claire", "mathieu", "jeanne", "samira"),
    -5: ("mathieu", "elodie", "claire", "youssef"),
    -4: ("samira", "claire", "elodie", "jeanne"),
    -3: ("jeanne", "youssef", "mathieu", "elodie"),
    -2: ("elodie", "bastien", "samira", "mathieu"),
    -1: ("youssef", "jeanne", "bastien", "claire"),
    0: ("bastien", "mathieu", "", "samira"),
    1: ("claire", "", "", ""),
}

EVENINGS = (
    Evening(
        -6,
        "Pousser la porte",
        "Qu’est-ce qui t’a fait pousser la porte\u202f?",
        "Un tour de prénoms, un objet chacun au milieu, et la soupe avant les grandes idées.",
    ),
    Evening(-5, "Écouter", "Qui t’a appris à écouter\u202f?", no=("jeanne",)),
    Evening(
        -4,
        "Changer d’avis",
        "Sur quoi as-tu changé d’avis\u202f?",
        "Par deux, dix minutes chacun, sans interrompre. On échange ensuite les rôles.",
        maybe=("youssef",),
    ),
    Evening(
        -3,
        "Oser",
        "Qu’as-tu fait pour la première fois\u202f?",
        no=("claire",),
        quiet=("samira",),
        catch=poems_fr.PAS_QUE_POUR_LE_MEUBLE,
    ),
    Evening(
        -2,
        "Remercier",
        "À qui dois-tu encore un merci\u202f?",
        maybe=("claire",),
        no=("youssef",),
        catch=poems_fr.SOUS_LA_PORTE,
    ),
    Evening(
        -1,
        "Déposer",
        "Qu’as-tu laissé sur le palier\u202f?",
        "On entre en silence. Chacun pose quelque chose près de la porte avant de s’asseoir.",
        maybe=("mathieu",),
        stayed_away=("youssef",),
        came_anyway=("mathieu",),
        notes="Le sac de Bastien est resté sur le palier jusqu’à lundi.\n"
        "Le chemin le plus doux jusqu’à la salle\u00a0: https://pentes.example/chemin",
        catch=poems_fr.SUR_LE_PALIER,
        tries={
            "claire": "laisser un silence durer jusqu’au bout",
            "jeanne": "demander avant d’aider",
        },
        told=("jeanne",),
    ),
    Evening(
        0,
        "Commencer",
        "Qu’est-ce qui demande à commencer\u202f?",
        "Une feuille blanche au milieu, et un seul crayon qui passe de main en main.",
        materials=("Le texte que lira Claire\u00a0: https://textes.example/commencer", "Un crayon, un seul"),
        maybe=("jeanne",),
        quiet=("elodie",),
        beside={"hote": "youssef"},
    ),
    Evening(
        1,
        "Transmettre",
        "Que voudrais-tu apprendre à quelqu’un\u202f?",
        quiet=("mathieu", "samira", "jeanne", "youssef", "elodie", "bastien"),
    ),
)

FLOW = (
    Part("welcome", "La soupe et les manteaux", 15, "accueil"),
    Part("centre", "Un objet au milieu", 5, "hote"),
    Part("agreements", "Nos accords, à voix haute", 5, "veille"),
    Part("check_in", "Le tour d’ouverture", 35, "hote"),
    Part("heart", "Par deux, puis tous ensemble", 35, "hote"),
    Part("check_out", "Le dernier mot de chacun", 20, "cueillette"),
    Part("farewell", "Ranger la salle", 5, "tout le monde"),
)

CIRCLE = CircleStory(
    name="Le Cercle du mercredi",
    purpose="Nous apprenons à tenir un cercle en le tenant, un mercredi par mois, les uns pour les autres. "
    "Enseignante, infirmier, voisine de palier, élu de quartier\u00a0: chacun prend son tour, "
    "et personne ne reste au balcon.",
    language="fr",
    zone="Europe/Paris",
    country="FR",
    place="Maison des Pentes, la salle du fond",
    call_link="https://call.example/cercle-du-mercredi",
    lab=Lab("Deux jours pour se parler", "Maison des Pentes, Lyon", days=2, ended=18),
    rule="FREQ=MONTHLY;BYDAY=1WE",
    starts=time(19, 0),
    lasts=timedelta(hours=2),
    rest=Rest(8, "En août, la ville se vide et la salle ferme\u00a0: on se retrouve en septembre."),
    members=MEMBERS,
    agreements=AGREEMENTS,
    role_keys=tuple(role.key for role in ROLES),
    roles=ROLES,
    rota=ROTA,
    evenings=EVENINGS,
    flow=FLOW,
    gladly={"jeanne": ("cueillette",), "samira": ("veille", "accueil")},
    rather_not={"elodie": ("hote",)},
    away={"youssef": (12, 30)},
)
