"""Words as they are compared: folded, stemmed, and told apart from the words that carry no meaning."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from retrieval.language import ENGLISH, spoken

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_OWNED = re.compile(r"['\u2019]s?$|['\u2019]")

_ENGLISH = frozenset(
    """a about after again all also am an and any anyone anything are as at be been being but by can cannot could did do
    does doing done dont each either else for from get gets getting give got had has have having he help her here hers
    him his hi hello how i id if ill im in into is isnt it its ive just know let lets like me mean more most must my
    myself need needs no nor not of off on once one only or other our ours out over own please put s same say says she
    should so some someone something such t take tell than thanks thank that thats the their them then there these they
    thing things this those to too under until up us use used very want was way we were what whats when whens where
    wheres which while who whom whose why will with would yes yet you your yours someone somebody somewhere anybody
    allowed supposed happens happen make makes during between before ok okay hey sorry question work""".split()  # noqa: SIM905 - a list of words reads better
)
# The words that hold sentences together in what is asked at work, folded. Of languages that are not here, all count.
_HOLDING: Mapping[str, str] = {
    "de": """aber alle als also am an auch auf aus bei bin bis bist da dann das dass dem den der des die dies diese
        doch du durch ein eine einen einem einer er es euch fur gibt hab habe haben hat ich ihr im in ins ist ja
        jede jeder kann kein keine konnen machen man mein meine mich mir mit muss mussen nach nicht noch nur
        oder schon sein sich sie sind so soll sollen uber um und uns unser vom von vor wann war warum was welche
        welcher welches wem wen wenn wer werden wie wieviel wir wird wo zu zum zur bitte viel viele""",
    "es": """a al algo como con cual cuales cuando cuanta cuantas cuanto cuantos de del desde donde e el ella ellos
        en entre era eres es esa ese eso esta estan este esto estoy fue ha hacemos hacer hago hasta hay la las
        le les lo los mas me mi mis mucho muy nada ni no nos o os para pero por porque puede puedo que quien
        quiero se ser si sin sobre son su sus te tengo tenemos tiene tienen tu tus un una uno unos y ya yo debo""",
    "fr": """a ai alors apres as au aussi aux avant avec avez avoir c ca ce ces cet cette combien comme comment d
        dans de des dois doit donc du elle elles en encore es est et etre eu fait faire faut il ils j je l la le
        les leur lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par pas peut peux plus pour
        pourquoi puis puisje qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sur ta
        te tes toi ton tout tres tu un une va vos votre vous y""",
    "it": """a ad ai al alla alle anche c che chi ci come con cosa cui da dal dalla de dei del della delle devo di
        dove e ed era essere fa fare gli ha hai hanno ho i il in io l la le lo ma mi mia mio ne nei nel nella no
        noi non o per piu posso puo qual quale quali quando quanti quanto quella quello questa questo se sei si
        sono su sua suo ti tra tu un una uno vi voi""",
    "nl": """aan al alle als bij dan dat de den der deze die dit doe doen door dus een en er ga geen had heb hebben
        heeft hem het hier hij hoe hoeveel ik in is ja je jij jullie kan kun kunnen maar mag me meer men met mij
        mijn moet moeten na naar niet nog nu of om ons onze ook op over te tot u uit van veel voor waar waarom
        wanneer wat we wel welke wie wij wil worden wordt ze zich zij zijn zo""",
    "pl": """a aby ale albo bo by byc byl czy co dla do gdy gdzie go i ich ile im ja jak jaka jaki jakie jako jego
        jej jest jestem jesli juz kiedy kto ktora ktore ktory ma mam mamy mi mnie moge moj moja moje moze mozna
        musi musze my na nad nam nas nasz nie nic o od on ona ono oraz po pod przed przez przy sa sam sie sobie
        ta tak te tego tej ten to tu ty tym u w we z za ze zrobic robic""",
    "pt": """a ao aos as ate com como da das de dela dele deles depois do dos e ela ele eles em entre era essa esse
        esta estao estou eu faco faz fazer foi ha isso isto ja la lhe mais mas me meu meus minha minhas muito na
        nao nas nem no nos nossa nosso num numa o onde os ou para pela pelo perto pode podemos por porque posso
        preciso q qual quais quando quanta quanto quantos que quem se sem ser seu seus sim so sobre sua suas tem
        temos tenho ter te tu um uma umas uns vai voce voces""",
    "ro": """a ai al ale am ar are as asta ati au ca care ce cine cu cum da daca dar de deci din dintre doar dupa e
        ea ei el ele era este eu face fac fi fie fost i ii il imi in intre isi l la le lor lui m ma mai mea mei
        meu mi mult ne nici noi nostru nu o ori pe pentru pot prin s sa sale sau se si sunt t ta te tu un una
        unde unei unui va vai voi vom vor cand cat cati cate""",
}
STOPWORDS: Mapping[str, frozenset[str]] = {
    ENGLISH: _ENGLISH, **{language: frozenset(words.split()) for language, words in _HOLDING.items()}
}  # fmt: skip
"""Words that say nothing about what a question is about, by language."""
_ALGORITHMS: Mapping[str, str] = {
    "ar": "arabic", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""The stemmers of Snowball by language; words of other languages stay as they are."""

_KEPT = 100_000


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in order: lower case, without accents and without the 's of an owner."""
    folded = text.lower() if text.isascii() else _fold(text)
    found: list[str] = _TOKEN.findall(folded)
    return [_OWNED.sub("", token) for token in found] if "'" in folded or "\u2019" in folded else found


def tokens_as_written(text: str) -> list[str]:
    """The same words in lower case with their accents."""
    return [_OWNED.sub("", token) for token in _TOKEN.findall(unicodedata.normalize("NFC", text.lower()))]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class _Stems:
    """Snowball's stemmer of one language. Its stemmers are not safe to share between threads, so one asks at a time."""

    def __init__(self, algorithm: str) -> None:
        from Stemmer import Stemmer

        self._known: dict[str, str] = {}
        self._lock = threading.Lock()
        self._stemmer = Stemmer(algorithm)

    def of(self, words: Sequence[str]) -> list[str]:
        known = self._known
        unknown = [word for word in words if word not in known]
        if unknown:
            known = self._learn(unknown)
        return [known.get(word, word) for word in words]

    def _learn(self, words: list[str]) -> dict[str, str]:
        with self._lock:
            base = self._known if len(self._known) < _KEPT else {}
            # A new mapping each time: whoever reads meanwhile keeps a whole one.
            self._known = {**base, **dict(zip(words, self._stemmer.stemWords(words), strict=True))}
            return self._known


@cache
def _stems_of(language: str) -> _Stems | None:
    algorithm = _ALGORITHMS.get(language)
    return _Stems(algorithm) if algorithm else None


def stems(words: Sequence[str], language: str = ENGLISH) -> list[str]:
    """The stem of each token, by Snowball's rules for the language. Thread-safe."""
    stemmer = _stems_of(spoken(language))
    return stemmer.of(words) if stemmer else list(words)


def terms(words: Sequence[str], language: str = ENGLISH) -> list[str]:
    """What each token of a text in that language is posted under: its stem, which is nothing to other languages' stems.

    So a row has each of its words once, whatever languages a question is read in. Those of English are bare.
    """
    own = spoken(language)
    return stems(words, own) if own == ENGLISH else [f"{stem}\t{own}" for stem in stems(words, own)]


def content(words: Iterable[str], language: str = ENGLISH) -> list[str]:
    """The tokens that say what a text is about; all of them where none does."""
    every = list(words)
    return [word for word in every if word not in idle(language)] or every


def idle(language: str) -> frozenset[str]:
    """The words that say nothing about what a question is about, folded; none of a language that is not known."""
    return STOPWORDS.get(spoken(language), frozenset())
