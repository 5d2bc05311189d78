"""What is said where workers shape the articles: a fix they suggest, what they hear back, an answer made an article."""

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.uses import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaping:
    """The sentences of one language. What has to be filled in is named in braces, and filled in by `filled`."""

    suggest_a_fix: str
    what_is_wrong: str
    a_photo: str
    also: str
    tell_me: str
    with_my_name: str
    who_sees: str
    the_editors: str
    fix_sent: str
    will_tell: str
    cannot_tell: str
    photo_not_read: str
    too_many: str

    a_fix_for: str
    no_name: str
    photo_of: str
    take_it: str
    not_this_time: str
    press_take: str
    the_text: str
    was_suggested: str
    fix_waits: str
    fix_gone: str
    changed_meanwhile: str
    nothing_changed: str
    a_reason: str
    declined: str
    not_now: str
    they_say: str
    fix_is_live: str

    shall_i_tell: str
    yes_tell: str
    tell_me_later: str
    will_tell_answer: str
    not_kept: str
    will_not_tell: str
    you_asked: str

    make_article: str
    would_help: str
    the_title: str
    for_jobs: str
    at_sites: str
    or_everyone: str
    you_own_it: str
    article_waits: str


def filled(said: str, **words: str) -> str:
    """A sentence with its places filled in; what is filled in is not looked at again."""
    return said.format(**words)


ENGLISH = Shaping(
    suggest_a_fix="Suggest a fix",
    what_is_wrong="What is wrong, or missing?",
    a_photo="A photo, if it helps",
    also="If you like",
    tell_me="Tell me when it is changed",
    with_my_name="Send it with my name",
    who_sees="{name} will see this passage, your words and your photo. Your name only if you tick it.",
    the_editors="The editors",
    fix_sent="Thank you. I passed your suggestion on: {name}.",
    will_tell="I tell you once when it is changed. I keep it 90 days for that.",
    cannot_tell="I keep no words on such a topic, so I can't tell you later.",
    photo_not_read="I could not read the photo, so I sent your words alone.",
    too_many="Five of your suggestions still wait. Please send this one later.",
    a_fix_for="A suggestion for “{title}”: “{words}”",
    no_name="It comes without a name.",
    photo_of="The photo to the suggestion for “{title}”.",
    take_it="Take it",
    not_this_time="Not this time",
    press_take="Press “{button}” to change the text. Another editor reads it before it is live.",
    the_text="The text of this part",
    was_suggested="What was suggested: “{words}”",
    fix_waits="Thank you. The change to “{title}” waits for an editor.",
    fix_gone="This suggestion is done, is no longer kept, or is not for you.",
    changed_meanwhile="The article was changed meanwhile. Please press “{button}” again.",
    nothing_changed="The text is as it was. Please change it first.",
    a_reason="A line back, if you like",
    declined="Done. The article stays as it is.",
    not_now="Your suggestion for “{title}” was read. It is not taken this time.",
    they_say="The answer to you: “{words}”",
    fix_is_live="You suggested a fix for “{title}”. It is changed now.",
    shall_i_tell="Shall I tell you when there is an answer? I keep your question 90 days for that.",
    yes_tell="Yes, tell me",
    tell_me_later="Tell me when you know",
    will_tell_answer="Good. I tell you once, as soon as there is an answer.",
    not_kept="I keep no questions on such a topic, so I can't tell you later.",
    will_not_tell="Good. I won't keep it, and I won't ask again.",
    you_asked="You asked “{question}”. We wrote it: {answer}",
    make_article="Make this an article",
    would_help="Would your answer help others too? You can make it an article.",
    the_title="Title",
    for_jobs="Only for these jobs",
    at_sites="Only at these sites",
    or_everyone="Leave it empty for everyone.",
    you_own_it="You look after it: {name}. An editor reads it before it is live. It does not say who asked.",
    article_waits="Thank you. “{title}” waits for an editor.",
)

SPANISH = Shaping(
    suggest_a_fix="Proponer un cambio",
    what_is_wrong="¿Qué está mal o qué falta?",
    a_photo="Una foto, si ayuda",
    also="Si quieres",
    tell_me="Avísame cuando cambie",
    with_my_name="Enviarlo con mi nombre",
    who_sees="{name} verá este pasaje, tus palabras y tu foto. Tu nombre, solo si lo marcas.",
    the_editors="El equipo de edición",
    fix_sent="Gracias. Pasé tu propuesta: {name}.",
    will_tell="Te aviso una vez cuando cambie. Para eso lo guardo 90 días.",
    cannot_tell="No guardo palabras sobre ese tema, así que no puedo avisarte después.",
    photo_not_read="No pude leer la foto, así que envié solo tus palabras.",
    too_many="Cinco de tus propuestas aún esperan. Envía esta más tarde.",
    a_fix_for="Una propuesta para “{title}”: “{words}”",
    no_name="Viene sin nombre.",
    photo_of="La foto de la propuesta para “{title}”.",
    take_it="Aceptarla",
    not_this_time="Esta vez no",
    press_take="Pulsa “{button}” para cambiar el texto. Otra persona de edición lo lee antes de publicarlo.",
    the_text="El texto de esta parte",
    was_suggested="Lo que se propuso: “{words}”",
    fix_waits="Gracias. El cambio de “{title}” espera a una persona de edición.",
    fix_gone="Esta propuesta ya está resuelta, ya no se guarda o no es para ti.",
    changed_meanwhile="El artículo cambió mientras tanto. Pulsa “{button}” otra vez.",
    nothing_changed="El texto está como antes. Cámbialo primero.",
    a_reason="Una línea de respuesta, si quieres",
    declined="Hecho. El artículo se queda como está.",
    not_now="Se leyó tu propuesta para “{title}”. Esta vez no se acepta.",
    they_say="La respuesta para ti: “{words}”",
    fix_is_live="Propusiste un cambio para “{title}”. Ya está hecho.",
    shall_i_tell="¿Te aviso cuando haya una respuesta? Para eso guardo tu pregunta 90 días.",
    yes_tell="Sí, avísame",
    tell_me_later="Avísame cuando lo sepas",
    will_tell_answer="Bien. Te aviso una vez, en cuanto haya una respuesta.",
    not_kept="No guardo preguntas sobre ese tema, así que no puedo avisarte después.",
    will_not_tell="Bien. No la guardo y no volveré a preguntar.",
    you_asked="Preguntaste “{question}”. Lo hemos escrito: {answer}",
    make_article="Hacer un artículo",
    would_help="¿Tu respuesta ayudaría a más gente? Puedes hacer de ella un artículo.",
    the_title="Título",
    for_jobs="Solo para estos puestos",
    at_sites="Solo en estos centros",
    or_everyone="Déjalo vacío para todo el mundo.",
    you_own_it="Tú cuidas de él: {name}. Alguien de edición lo lee antes de publicarlo. No dice quién preguntó.",
    article_waits="Gracias. “{title}” espera a una persona de edición.",
)

FRENCH = Shaping(
    suggest_a_fix="Proposer un changement",
    what_is_wrong="Qu'est-ce qui est faux, ou qui manque ?",
    a_photo="Une photo, si cela aide",
    also="Si vous le souhaitez",
    tell_me="Prévenez-moi du changement",
    with_my_name="L'envoyer avec mon nom",
    who_sees="{name} verra ce passage, vos mots et votre photo. Votre nom, seulement si vous le cochez.",
    the_editors="L'équipe de rédaction",
    fix_sent="Merci. J'ai transmis votre proposition : {name}.",
    will_tell="Je vous préviens une fois quand c'est changé. Pour cela, je la garde 90 jours.",
    cannot_tell="Je ne garde rien sur un tel sujet : je ne pourrai donc pas vous prévenir.",
    photo_not_read="Je n'ai pas pu lire la photo : j'ai envoyé seulement vos mots.",
    too_many="Cinq de vos propositions attendent encore. Envoyez celle-ci plus tard.",
    a_fix_for="Une proposition pour « {title} » : « {words} »",
    no_name="Elle vient sans nom.",
    photo_of="La photo de la proposition pour « {title} ».",
    take_it="L'accepter",
    not_this_time="Pas cette fois",
    press_take="Appuyez sur « {button} » pour changer le texte. Une autre personne le relit avant publication.",
    the_text="Le texte de cette partie",
    was_suggested="Ce qui est proposé : « {words} »",
    fix_waits="Merci. Le changement de « {title} » attend une relecture.",
    fix_gone="Cette proposition est traitée, n'est plus gardée, ou n'est pas pour vous.",
    changed_meanwhile="L'article a changé entre-temps. Appuyez encore sur « {button} ».",
    nothing_changed="Le texte est le même qu'avant. Changez-le d'abord.",
    a_reason="Une ligne de réponse, si vous voulez",
    declined="C'est fait. L'article reste comme il est.",
    not_now="Votre proposition pour « {title} » a été lue. Elle n'est pas retenue cette fois.",
    they_say="La réponse pour vous : « {words} »",
    fix_is_live="Vous aviez proposé un changement pour « {title} ». C'est fait.",
    shall_i_tell="Dois-je vous prévenir quand il y a une réponse ? Pour cela, je garde votre question 90 jours.",
    yes_tell="Oui, prévenez-moi",
    tell_me_later="Me prévenir plus tard",
    will_tell_answer="Bien. Je vous préviens une fois, dès qu'il y a une réponse.",
    not_kept="Je ne garde pas de questions sur un tel sujet : je ne pourrai donc pas vous prévenir.",
    will_not_tell="Bien. Je ne la garde pas, et je ne demanderai plus.",
    you_asked="Vous avez demandé « {question} ». C'est écrit : {answer}",
    make_article="En faire un article",
    would_help="Votre réponse aiderait-elle d'autres personnes ? Vous pouvez en faire un article.",
    the_title="Titre",
    for_jobs="Seulement pour ces postes",
    at_sites="Seulement sur ces sites",
    or_everyone="Laissez vide pour tout le monde.",
    you_own_it="Vous vous en occupez : {name}. L'article est relu avant publication. Il ne dit pas qui a demandé.",
    article_waits="Merci. « {title} » attend une relecture.",
)

POLISH = Shaping(
    suggest_a_fix="Zaproponuj poprawkę",
    what_is_wrong="Co jest źle albo czego brakuje?",
    a_photo="Zdjęcie, jeśli pomoże",
    also="Jeśli chcesz",
    tell_me="Daj mi znać o zmianie",
    with_my_name="Wyślij z moim imieniem",
    who_sees="Ten fragment, twoje słowa i zdjęcie zobaczy: {name}. Twoje imię tylko, jeśli to zaznaczysz.",
    the_editors="Redakcja",
    fix_sent="Dziękuję. Twoja propozycja idzie dalej: {name}.",
    will_tell="Dam ci znać raz, kiedy to się zmieni. Trzymam to po to 90 dni.",
    cannot_tell="Nie trzymam słów na taki temat, więc nie mogę dać ci później znać.",
    photo_not_read="Zdjęcia nie dało się odczytać, więc poszły same słowa.",
    too_many="Pięć twoich propozycji jeszcze czeka. Wyślij tę później.",
    a_fix_for="Propozycja do „{title}”: „{words}”",
    no_name="Przychodzi bez imienia.",
    photo_of="Zdjęcie do propozycji dla „{title}”.",
    take_it="Przyjmij",
    not_this_time="Nie tym razem",
    press_take="Naciśnij „{button}”, aby zmienić tekst. Przed publikacją czyta go ktoś jeszcze z redakcji.",
    the_text="Tekst tej części",
    was_suggested="Propozycja: „{words}”",
    fix_waits="Dziękuję. Zmiana w „{title}” czeka na redakcję.",
    fix_gone="Ta propozycja jest już załatwiona, już jej nie ma albo nie jest dla ciebie.",
    changed_meanwhile="Artykuł w międzyczasie się zmienił. Naciśnij „{button}” jeszcze raz.",
    nothing_changed="Tekst jest taki jak przedtem. Najpierw go zmień.",
    a_reason="Jedno zdanie odpowiedzi, jeśli chcesz",
    declined="Gotowe. Artykuł zostaje bez zmian.",
    not_now="Twoja propozycja do „{title}” jest przeczytana. Tym razem bez zmiany.",
    they_say="Odpowiedź dla ciebie: „{words}”",
    fix_is_live="Twoja poprawka do „{title}” jest już w artykule.",
    shall_i_tell="Dać ci znać, kiedy będzie odpowiedź? Trzymam po to twoje pytanie 90 dni.",
    yes_tell="Tak, daj znać",
    tell_me_later="Daj znać, gdy wiesz",
    will_tell_answer="Dobrze. Dam ci znać raz, kiedy tylko będzie odpowiedź.",
    not_kept="Nie trzymam pytań na taki temat, więc nie mogę dać ci później znać.",
    will_not_tell="Dobrze. Nie trzymam go i nie zapytam ponownie.",
    you_asked="Twoje pytanie: „{question}”. Mamy już odpowiedź: {answer}",
    make_article="Zrób z tego artykuł",
    would_help="Czy twoja odpowiedź pomoże też innym? Możesz zrobić z niej artykuł.",
    the_title="Tytuł",
    for_jobs="Tylko dla tych stanowisk",
    at_sites="Tylko w tych placówkach",
    or_everyone="Zostaw puste dla wszystkich.",
    you_own_it="Opiekę nad nim ma: {name}. Redakcja czyta go przed publikacją. Nie mówi, kto pyta.",
    article_waits="Dziękuję. „{title}” czeka na redakcję.",
)

PORTUGUESE = Shaping(
    suggest_a_fix="Sugerir uma correção",
    what_is_wrong="O que está errado ou faltando?",
    a_photo="Uma foto, se ajudar",
    also="Se quiser",
    tell_me="Avise quando mudar",
    with_my_name="Enviar com o meu nome",
    who_sees="{name} vai ver este trecho, as suas palavras e a sua foto. O seu nome, só se você marcar.",
    the_editors="A equipe de edição",
    fix_sent="Obrigado. Passei a sua sugestão: {name}.",
    will_tell="Aviso você uma vez quando mudar. Para isso guardo por 90 dias.",
    cannot_tell="Não guardo palavras sobre esse assunto, então não posso avisar depois.",
    photo_not_read="Não consegui ler a foto, então enviei só as suas palavras.",
    too_many="Cinco das suas sugestões ainda esperam. Envie esta mais tarde.",
    a_fix_for="Uma sugestão para “{title}”: “{words}”",
    no_name="Vem sem nome.",
    photo_of="A foto da sugestão para “{title}”.",
    take_it="Aceitar",
    not_this_time="Desta vez não",
    press_take="Toque em “{button}” para mudar o texto. Outra pessoa da edição lê antes de publicar.",
    the_text="O texto desta parte",
    was_suggested="O que foi sugerido: “{words}”",
    fix_waits="Obrigado. A mudança em “{title}” espera a edição.",
    fix_gone="Esta sugestão já foi tratada, não é mais guardada ou não é para você.",
    changed_meanwhile="O artigo mudou nesse meio tempo. Toque em “{button}” de novo.",
    nothing_changed="O texto está como antes. Mude primeiro.",
    a_reason="Uma linha de resposta, se quiser",
    declined="Pronto. O artigo fica como está.",
    not_now="A sua sugestão para “{title}” foi lida. Desta vez não foi aceita.",
    they_say="A resposta para você: “{words}”",
    fix_is_live="Você sugeriu uma correção para “{title}”. Já está feita.",
    shall_i_tell="Quer que eu avise quando houver uma resposta? Para isso guardo a sua pergunta por 90 dias.",
    yes_tell="Sim, avise",
    tell_me_later="Avise quando souber",
    will_tell_answer="Certo. Aviso você uma vez, assim que houver uma resposta.",
    not_kept="Não guardo perguntas sobre esse assunto, então não posso avisar depois.",
    will_not_tell="Certo. Não guardo e não pergunto de novo.",
    you_asked="Você perguntou “{question}”. Está escrito: {answer}",
    make_article="Fazer um artigo",
    would_help="A sua resposta ajudaria mais pessoas? Você pode fazer dela um artigo.",
    the_title="Título do artigo",
    for_jobs="Só para estes cargos",
    at_sites="Só nestas unidades",
    or_everyone="Deixe vazio para todo mundo.",
    you_own_it="Você cuida dele: {name}. Alguém da edição lê antes de publicar. Ele não diz quem perguntou.",
    article_waits="Obrigado. “{title}” espera a edição.",
)

SHAPING: Mapping[Language, Shaping] = {
    "en": ENGLISH,
    "es": SPANISH,
    "fr": FRENCH,
    "pl": POLISH,
    "pt": PORTUGUESE,
}
