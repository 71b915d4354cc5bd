"""What is known of a language: its stems and its small words. English and French in full (rule 4)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, cast

import snowballstemmer

_STEMMERS = """ar:arabic ca:catalan cs:czech da:danish de:german el:greek en:english eo:esperanto es:spanish
    et:estonian eu:basque fa:persian fi:finnish fr:french ga:irish hi:hindi hu:hungarian hy:armenian
    id:indonesian it:italian lt:lithuanian nb:norwegian ne:nepali nl:dutch nn:norwegian no:norwegian
    pl:polish pt:portuguese ro:romanian ru:russian sr:serbian st:sesotho sv:swedish ta:tamil tr:turkish
    yi:yiddish"""
_STEMMER_OF = dict(pair.split(":") for pair in _STEMMERS.split())

# Lower-case beginnings that reach back to the phrase before: conjunctions, relatives, prepositions.
_REACHING = {
    "en": """across after against along among and around as at because before behind beneath beside between
        beyond but by except for from if in inside into like near nor of on onto or over past since than
        though through till to toward towards under unless until upon when whenever where wherever which
        while who whose with within without""",
    "fr": """afin après au aux avant avec car chez comme contre d dans de depuis derrière devant dont dès en
        entre et jusqu jusque lorsqu lorsque malgré mais ni or ou où par parce parmi pendant pour puisqu
        puisque qu quand que qui quoique sans sauf si sous sur tandis vers à""",
    "de": "aber als auf aus bei bevor bis dass denn durch für gegen mit nachdem obwohl oder ohne um und von "
    "weil wenn wo während zwischen zu",
    "es": "aunque como con cuando de desde donde e en entre hasta mientras o para pero por porque que si sin sobre u y",
    "it": "che come con da di dove e ed fra ma mentre o per perché quando se senza su tra",
    "nl": "als dat door en maar met of omdat onder over terwijl toen tot tussen van voor waar want zonder",
    "pt": "até com como de desde e em embora enquanto entre mas onde ou para porque que quando se sem sobre",
}  # fmt: skip

# Lower-case beginnings that add something after a comma: the second thought. Two words are one with a hyphen: they
# stand before what the first of them alone would be.
_ADDING = {
    "en": "after-all at-last especially even for-once in-fact just maybe mostly not of-course only perhaps",
    "fr": "après-tout au-fond encore en-fait juste même peut presque seulement surtout",
}

# Who a sentence may be about. Such a phrase says something by itself; others are fragments.
_SUBJECTS = {
    "en": "everybody everyone he i it nobody she somebody someone that there they this we you",
    "fr": "c ce elle elles il ils j je nous on personne quelqu tu vous ça",
}
# Reaching words that begin a question afresh.
_ASKING = {"en": "when where which who whose", "fr": "comment où quand qu que quel quelle qui"}

# Saying I.
_OWN = {"en": "i", "fr": "j je"}

# Endings that lean forward: the sentence cannot stop there.
_LEANING = {
    "en": "a an and as because but if my of or our than the their when with your",
    "fr": "au aux avec car comme d dans de du et l la le les ma mais mes mon ni nos notre ou par parce pour "
    "qu quand que qui sans ses son sur tes ton un une vers à",
}

# Words too common to make an echo; they count lightly.
_SMALL = {
    "en": """a about again all almost also always am an any are aren be been being can could d did didn do does
        doesn don done down each ever every get got had has hasn have haven he her here hers him his how i is
        isn it its just know less ll m me mine more most much my never no not now off one only other our ours
        out own re really s said same say she should so some still such t that the their them then there
        these they thing things this those too up us ve very was wasn we were what will won would yes yet you
        your""",
    "fr": """a ai aie ais ait as assez aussi autre avait avais avez avons bien c ce cela celle celui ces cet
        cette chaque ci dire dit donc du déjà elle elles encore est es eu fait faire fois fut il ils j je l la
        le les leur leurs lui là m ma me mes moi moins mon même n ne non nos notre nous on ont oui pas peu peut
        plus plutôt presque quel quelle quelque rien s sa se sera ses soi son sont suis sur t ta te tes toi ton
        toujours tous tout toute toutes trop tu un une va vais vos votre vous y ça étais était être""",
}  # fmt: skip

# Words a circle likes to end on.
_CLOSING = {
    "en": "ah amen begin enough grateful here home hooray oh ready thank thanks together wow yes",
    "fr": "ah assez commençons enfin ensemble hourra ici maison merci oh oui ouf prêt prête prêts prêtes tiens",
}

# Endings of a verb under way, and the longer words that only look like one.
_UNDER_WAY = {"en": "ing", "fr": "ant"}
_STANDING = {
    "en": "anything building ceiling during evening everything feeling morning nothing something spring string wedding",
    "fr": "autant cependant enfant instant maintenant pourtant restaurant volant",
}

# Scripts written without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_RUN = re.compile(f"[{_UNSPACED}]+")
_RUNS = re.compile(f"([{_UNSPACED}]+)|[^{_UNSPACED}]+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the stitching hears it. Made anew for each poem: threads cannot share a stemmer."""

    code: str
    stemmer: _Stemmer | None
    reaching: frozenset[str]
    adding: frozenset[str]
    leaning: frozenset[str]
    asking: frozenset[str]
    subjects: frozenset[str]
    own: frozenset[str]
    closing: frozenset[str]
    small: frozenset[str]
    standing: frozenset[str]

    def adds(self, words: Sequence[str]) -> bool:
        """Whether a phrase beginning with these words adds a second thought: *just*, *of course*; *même*, *en fait*."""
        return bool(words) and (words[0] in self.adding or "-".join(words[:2]) in self.adding)

    def reaches_back(self, word: str) -> bool:
        """Whether a phrase beginning with ``word`` runs on: *when*, *of*, *crossing*; *et*, *que*."""
        ending = _UNDER_WAY.get(self.code)
        under_way = (
            ending is not None and len(word) > 5 and word.endswith(ending) and word not in self.standing
        )
        return under_way or word in self.reaching

    def is_small(self, word: str) -> bool:
        """Whether ``word`` is too common to make an echo; in a language not listed, whether it is short."""
        if self.small:
            return word in self.small or word in self.reaching
        return len(word) < 4 and word.isalpha() and not _UNSPACED_RUN.match(word)

    def stem(self, word: str) -> str:
        """What two forms of a word share; the word itself where the language has no stemmer."""
        return self.stemmer.stemWord(word) if self.stemmer else word


def language_of(code: str) -> Language:
    """What is known of a language by its code: ``en``, ``fr-CA``, ``pt_BR``. No code is refused."""
    code = code.replace("_", "-").split("-")[0].casefold()
    name = _STEMMER_OF.get(code)
    stemmer = cast("_Stemmer", snowballstemmer.stemmer(name)) if name else None
    tables = (_REACHING, _ADDING, _LEANING, _ASKING, _SUBJECTS, _OWN, _CLOSING, _SMALL, _STANDING)
    return Language(code, stemmer, *(frozenset(table.get(code, "").split()) for table in tables))


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded; *mother's* is two, and so is *qu'on*. A sign such as 🙏 is one.

    A script without spaces gives its pairs of characters instead.
    """
    words: list[str] = []
    for word in unicodedata.normalize("NFC", text).casefold().translate(_SPACING).split():
        for run in _RUNS.finditer(word):
            unspaced = run[1]
            words += map("".join, pairwise(unspaced)) if unspaced and len(unspaced) > 1 else [run[0]]
    return words


class _Spacing(dict[int, str]):
    """A table for ``str.translate``: letters, marks and numbers stay, signs stand apart, all else is a space."""

    def __missing__(self, point: int) -> str:
        sign = chr(point)
        category = unicodedata.category(sign)
        self[point] = sign if category[0] in "LMN" else f" {sign} " if category == "So" else " "
        return self[point]


_SPACING = _Spacing()
