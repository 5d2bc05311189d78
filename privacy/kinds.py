"""The kinds of personal data that there are, and how a notice names each of them in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as part
from typing import Literal

Language = Literal["en", "es", "fr", "pl", "pt"]
ENGLISH: Language = "en"
LANGUAGES: tuple[Language, ...] = ("en", "es", "fr", "pl", "pt")


@dataclass(frozen=True, slots=True)
class Name:
    """How the notices of one language name a kind of personal data.

    `phrase` names it alone; `short` names it beside others; `word` must stand in every notice that covers it, which the
    database checks.
    """

    phrase: str
    short: str
    word: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data, and its name in every language.

    A kind with a `field` is in the directory; one without, its use keeps.
    """

    name: str
    names: Mapping[Language, Name] = part(hash=False)
    field: str | None = None

    @property
    def word(self) -> str:
        return self.names[ENGLISH].word


ROLE = Kind(
    "role",
    {
        "en": Name("your job role", "your job role", "job role"),
        "es": Name("tu puesto", "tu puesto", "puesto"),
        "fr": Name("votre poste", "votre poste", "poste"),
        "pl": Name("twoje stanowisko", "twoje stanowisko", "stanowisko"),
        "pt": Name("o seu cargo", "o seu cargo", "cargo"),
    },
    field="role",
)
SITE = Kind(
    "site",
    {
        "en": Name("your site", "your site", "site"),
        "es": Name("tu centro", "tu centro", "centro"),
        "fr": Name("votre site", "votre site", "site"),
        "pl": Name("twoją placówkę", "twoją placówkę", "placówkę"),
        "pt": Name("a sua unidade", "a sua unidade", "unidade"),
    },
    field="site",
)
HELPED = Kind(
    "helped",
    {
        "en": Name("what helped you before", "what helped before", "helped"),
        "es": Name("lo que te ayudó antes", "lo que te ayudó", "ayudó"),
        "fr": Name("ce qui vous a été utile avant", "ce qui vous a été utile", "été utile"),
        "pl": Name("to, co ci wcześniej pomogło", "to, co ci pomogło", "pomogło"),
        "pt": Name("o que ajudou você antes", "o que ajudou você", "ajudou"),
    },
)
THREAD = Kind(
    "thread",
    {
        "en": Name("what you asked before in this thread", "this thread", "this thread"),
        "es": Name("lo que preguntaste antes en este hilo", "este hilo", "este hilo"),
        "fr": Name("ce que vous avez demandé avant dans ce fil", "ce fil", "ce fil"),
        "pl": Name("twoje pytania z tego wątku", "ten wątek", "wąt"),
        "pt": Name("o que você perguntou antes nesta conversa", "esta conversa", "sta conversa"),
    },
)
HANDED_OVER = Kind(
    "handed_over",
    {
        "en": Name("the question you handed over", "the question you handed over", "question you"),
        "es": Name("la pregunta que pasaste", "la pregunta que pasaste", "pregunta que"),
        "fr": Name("la question que vous avez transmise", "la question que vous avez transmise", "question que"),
        "pl": Name("przekazane przez ciebie pytanie", "przekazane przez ciebie pytanie", "przekazane przez ciebie"),
        "pt": Name("a pergunta que você passou", "a pergunta que você passou", "pergunta que"),
    },
)
QUESTION = Kind(
    "question",
    {
        "en": Name("your questions without your name", "your questions without your name", "your questions"),
        "es": Name("tus preguntas sin tu nombre", "tus preguntas sin tu nombre", "tus preguntas"),
        "fr": Name("vos questions sans votre nom", "vos questions sans votre nom", "vos questions"),
        "pl": Name("twoje pytania bez nazwiska", "twoje pytania bez nazwiska", "pytania bez"),
        "pt": Name("as suas perguntas sem o seu nome", "as suas perguntas sem o seu nome", "suas perguntas"),
    },
)
EVERYTHING = Kind(
    "everything",
    {
        "en": Name("all I hold about you", "all I hold about you", "all I hold"),
        "es": Name("todo lo que guardo sobre ti", "todo lo que guardo sobre ti", "todo lo que guardo"),
        "fr": Name("tout ce que je garde sur vous", "tout ce que je garde sur vous", "tout ce que je garde"),
        "pl": Name("wszystko, co o tobie mam", "wszystko, co o tobie mam", "wszystko, co"),
        "pt": Name("tudo o que guardo sobre você", "tudo o que guardo sobre você", "tudo o que guardo"),
    },
)

COUNTED = Kind(
    "counted",
    {
        "en": Name("what you marked as helpful", "what you marked", "marked"),
        "es": Name("lo que marcaste como útil", "lo que marcaste", "marcaste"),
        "fr": Name("ce que vous avez marqué comme utile", "ce que vous avez marqué", "marqué"),
        "pl": Name("artykuły, które oznaczasz jako pomocne", "twoje oznaczenia", "oznacz"),
        "pt": Name("o que você marcou como útil", "o que você marcou", "marcou"),
    },
)

LISTED = Kind(
    "listed",
    {
        "en": Name("your company's list", "your company's list", "company's list"),
        "es": Name("la lista de tu empresa", "la lista de tu empresa", "lista de tu empresa"),
        "fr": Name("la liste de votre entreprise", "la liste de votre entreprise", "liste de votre entreprise"),
        "pl": Name("listę twojej firmy", "listę twojej firmy", "listę twojej firmy"),
        "pt": Name("a lista da sua empresa", "a lista da sua empresa", "lista da sua empresa"),
    },
)

MANAGER = Kind(
    "manager",
    {
        "en": Name("who your manager is", "your manager", "manager"),
        "es": Name("quién es tu responsable", "tu responsable", "responsable"),
        "fr": Name("qui est votre responsable", "votre responsable", "responsable"),
        "pl": Name("to, komu podlegasz", "to, komu podlegasz", "podlegasz"),
        "pt": Name("quem é a sua chefia", "a sua chefia", "chefia"),
    },
    field="manager",
)

NUDGED = Kind(
    "nudged",
    {
        "en": Name("your nudges", "your nudges", "nudges"),
        "es": Name("tus consejos", "tus consejos", "consejos"),
        "fr": Name("vos conseils", "vos conseils", "conseils"),
        "pl": Name("twoje wskazówki", "twoje wskazówki", "wskazówki"),
        "pt": Name("as suas dicas", "as suas dicas", "dicas"),
    },
)

SHIFTS = Kind(
    "shifts",
    {
        "en": Name("your shifts", "your shifts", "shifts"),
        "es": Name("tus turnos", "tus turnos", "turnos"),
        "fr": Name("vos heures de service", "vos heures de service", "heures de service"),
        "pl": Name("twoje zmiany w pracy", "twoje zmiany", "twoje zmiany"),
        "pt": Name("os seus turnos", "os seus turnos", "turnos"),
    },
)

SUGGESTED = Kind(
    "suggested",
    {
        "en": Name("the fix you suggested", "the fix you suggested", "fix you"),
        "es": Name("la corrección que propusiste", "la corrección que propusiste", "corrección que"),
        "fr": Name("la correction que vous avez proposée", "la correction que vous avez proposée", "correction que"),
        "pl": Name("zaproponowaną przez ciebie poprawkę", "zaproponowaną przez ciebie poprawkę", "poprawkę"),
        "pt": Name("a correção que você sugeriu", "a correção que você sugeriu", "correção que"),
    },
)

AWAITED = Kind(
    "awaited",
    {
        "en": Name("what you wanted to hear back on", "what you wanted to hear", "wanted to hear"),
        "es": Name("lo que querías saber más tarde", "lo que querías saber", "querías saber"),
        "fr": Name("ce dont vous vouliez des nouvelles", "ce dont vous vouliez des nouvelles", "vouliez des nouvelles"),
        "pl": Name("to, o czym chcesz się dowiedzieć", "to, o czym chcesz się dowiedzieć", "o czym chcesz"),
        "pt": Name("o que você queria saber depois", "o que você queria saber", "queria saber"),
    },
)

PROPOSED = Kind(
    "proposed",
    {
        "en": Name("the article you proposed", "the article you proposed", "article you proposed"),
        "es": Name("el artículo que propusiste", "el artículo que propusiste", "artículo que propusiste"),
        "fr": Name("l'article que vous avez proposé", "l'article que vous avez proposé", "article que vous avez"),
        "pl": Name("zgłoszony przez ciebie artykuł", "zgłoszony przez ciebie artykuł", "zgłoszony przez ciebie"),
        "pt": Name("o artigo que você propôs", "o artigo que você propôs", "artigo que você"),
    },
)

KINDS = (
    ROLE, SITE, HELPED, THREAD, HANDED_OVER, QUESTION, EVERYTHING, COUNTED, LISTED, PROPOSED, SUGGESTED, AWAITED,
    MANAGER, NUDGED, SHIFTS,
)  # fmt: skip
