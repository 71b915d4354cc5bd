"""Three check-ins of Le Cercle du mercredi, as they were caught, and the poems stitched from them."""

from cop_site.sample.cast import Catch, Phrase, Stitch

PAS_QUE_POUR_LE_MEUBLE = Catch(
    phrases=(
        Phrase("j’ai dit non au téléphone, debout", "elodie"),
        Phrase("le marché sans liste", "jeanne"),
        Phrase("j’ai ramené un céleri, personne ne sait pourquoi", "jeanne"),
        Phrase("chanter devant quelqu’un, le chat", "bastien"),
        Phrase("le chat est resté", "bastien"),
        Phrase("j’ai demandé de l’aide pour le meuble", "youssef"),
        Phrase("pas que pour le meuble", "youssef"),
        Phrase("", None),
        Phrase("traverser la place sans faire le tour", "mathieu"),
        Phrase("et voilà, on est de l’autre côté", None),
    ),
    title="Pas que pour le meuble",
    stitches=(
        Stitch(1, "stanza"),
        Stitch(2, "line"),
        Stitch(3, "stanza"),
        Stitch(4, "dash"),
        Stitch(0, "stanza"),
        Stitch(5, "stanza"),
        Stitch(6, "line"),
        Stitch(7, "stanza"),
        Stitch(8, "stanza"),
        Stitch(9, "line"),
    ),
    thanks="Jeanne, pour le céleri",
)

SOUS_LA_PORTE = Catch(
    phrases=(
        Phrase("à la dame du quatrième, pour la rampe", "elodie"),
        Phrase("elle la cire le dimanche", "elodie"),
        Phrase("au chauffeur du dernier bus, il a attendu", "jeanne"),
        Phrase("à mon frère, je commence par quoi", "bastien"),
        Phrase("à celui qui n’a pas répondu, j’ai fini par chercher seule", "samira"),
        Phrase("la boulangère, elle me dit à demain", "mathieu"),
        Phrase("certains jours ça suffit", "mathieu"),
        Phrase("à mes genoux", "jeanne"),
        Phrase("merci, c’est court", None),
        Phrase("ça passe sous la porte", "bastien"),
    ),
    title="Sous la porte",
    stitches=(
        Stitch(2, "stanza"),
        Stitch(0, "stanza"),
        Stitch(1, "dash"),
        Stitch(5, "stanza"),
        Stitch(6, "line"),
        Stitch(4, "stanza"),
        Stitch(7, "line"),
        Stitch(3, "stanza"),
        Stitch(8, "stanza"),
        Stitch(9, "line"),
    ),
    thanks="Élodie, qui nous a laissé le temps",
)

SUR_LE_PALIER = Catch(
    phrases=(
        Phrase("trois messages sans réponse", "youssef"),
        Phrase("le parapluie, et la colère avec", "jeanne"),
        Phrase("la voix de mon chef dans l’ascenseur", "mathieu"),
        Phrase("mon fils m’a dit prends ton temps, il a six ans", "elodie"),
        Phrase("j’ai descendu les pentes en courant, pour rien, pour la pente", "samira"),
        Phrase("je ne sais pas encore, je pose mon sac", "bastien"),
        Phrase("une chaise pour celle qui n’est pas venue", "claire"),
        Phrase("la minuterie s’est éteinte", "jeanne"),
        Phrase("on a continué dans le noir", None),
    ),
    title="Sur le palier",
    stitches=(
        Stitch(1, "stanza"),
        Stitch(0, "line"),
        Stitch(3, "stanza"),
        Stitch(4, "line"),
        Stitch(6, "stanza"),
        Stitch(5, "stanza"),
        Stitch(7, "line"),
        Stitch(8, "dash"),
    ),
    thanks="Jeanne, qui l’a relu à voix haute sans allumer",
    brought={
        "bastien": "Je ne m’étais pas préparé. Alors voilà\u00a0: je ne sais pas encore, je pose mon sac, "
        "et je vous écoute.",
        "samira": "En sortant de la réunion, j’ai descendu les pentes en courant, pour rien, pour la pente. "
        "J’avais huit ans.",
    },
)
