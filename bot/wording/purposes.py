"""What the uses for coaching are called and are for, in the languages that translate them. English stands in
`privacy.uses`."""

from collections.abc import Mapping

from bot.wording.sentences import Used

COACHING: Mapping[str, Mapping[str, Used]] = {
    "es": {
        "tell_managers": Used(
            "tu puesto y tu centro, para hablar de grupos a los responsables",
            "Para decir a editores y responsables qué grupos de 5 personas o más siguen sin respuesta.",
            "mi puesto para grupos",
        ),
        "nudges": Used(
            "los consejos de tu responsable",
            (
                "Pasarte consejos breves de tu responsable, cuántos y cuándo tú quieras. "
                "Las horas son las de tu zona horaria y «no molestar» en Slack."
            ),
            "los consejos",
        ),
        "nudge_by_job": Used(
            "tu puesto y centro para los consejos",
            "Saber si un consejo para un puesto o un centro es para ti.",
            "mi puesto para consejos",
        ),
        "nudge_in_shifts": Used(
            "tus turnos para los consejos",
            "Pasarte consejos mientras trabajas. Los turnos se guardan si dijiste sí a los consejos.",
            "mis turnos para consejos",
        ),
        "send_nudge": Used(
            "los consejos que enviaste",
            "Mostrarte los consejos que enviaste y si ayudaron, y cumplir el límite por semana.",
        ),
    },
    "fr": {
        "tell_managers": Used(
            "votre poste et votre site, pour parler de groupes aux responsables",
            "Pour dire à qui modifie les articles et aux responsables quels groupes de 5 ou plus restent sans réponse.",
            "mon poste pour les groupes",
        ),
        "nudges": Used(
            "les conseils de votre responsable",
            (
                "Transmettre de petits conseils de votre responsable, autant et quand vous voulez. "
                "Les heures sont celles de votre fuseau horaire et de « ne pas déranger » dans Slack."
            ),
            "les conseils",
        ),
        "nudge_by_job": Used(
            "votre poste et votre site pour les conseils",
            "Savoir si un conseil pour un poste ou un site vous est destiné.",
            "mon poste pour les conseils",
        ),
        "nudge_in_shifts": Used(
            "vos heures de service pour les conseils",
            "Transmettre des conseils pendant votre service. Ces heures sont gardées après votre oui aux conseils.",
            "mes heures pour les conseils",
        ),
        "send_nudge": Used(
            "les conseils que vous avez envoyés",
            "Vous montrer les conseils que vous avez envoyés et s'ils ont aidé, et tenir la limite par semaine.",
        ),
    },
    "pl": {
        "tell_managers": Used(
            "twojego stanowiska i placówki, by mówić kierownikom o grupach",
            "Aby redaktorzy i kierownicy wiedzieli, które grupy 5 lub więcej osób nie znalazły odpowiedzi.",
            "mojego stanowiska dla grup",
        ),
        "nudges": Used(
            "wskazówek od osoby, której podlegasz",
            (
                "Aby przekazywać ci krótkie wskazówki od osoby, której podlegasz, tyle i wtedy, kiedy chcesz. "
                "Godziny wynikają z twojej strefy czasowej i „nie przeszkadzać” w Slacku."
            ),
            "wskazówek",
        ),
        "nudge_by_job": Used(
            "twojego stanowiska i placówki do wskazówek",
            "Aby sprawdzić, czy wskazówka dla stanowiska lub placówki jest dla ciebie.",
            "mojego stanowiska do wskazówek",
        ),
        "nudge_in_shifts": Used(
            "twoich zmian w pracy do wskazówek",
            "Aby przekazywać ci wskazówki, gdy pracujesz. Zmiany są przechowywane, jeśli zgadzasz się na wskazówki.",
            "moich zmian do wskazówek",
        ),
        "send_nudge": Used(
            "wysłanych przez ciebie wskazówek",
            "Aby pokazać ci wysłane wskazówki i to, czy pomogły, oraz pilnować limitu na tydzień.",
        ),
    },
    "pt": {
        "tell_managers": Used(
            "o seu cargo e a sua unidade, para falar de grupos à chefia",
            "Para dizer a quem edita os artigos e à chefia quais grupos de 5 pessoas ou mais ficaram sem resposta.",
            "meu cargo para grupos",
        ),
        "nudges": Used(
            "as dicas da sua chefia",
            (
                "Passar a você dicas curtas da sua chefia, quantas e quando você quiser. "
                "As horas são as do seu fuso horário e do “não perturbe” no Slack."
            ),
            "as dicas",
        ),
        "nudge_by_job": Used(
            "o seu cargo e unidade para as dicas",
            "Saber se uma dica para um cargo ou uma unidade é para você.",
            "o meu cargo para dicas",
        ),
        "nudge_in_shifts": Used(
            "os seus turnos para as dicas",
            "Passar dicas enquanto você trabalha. Os turnos são guardados se você disse sim às dicas.",
            "os meus turnos para dicas",
        ),
        "send_nudge": Used(
            "as dicas que você enviou",
            "Mostrar as dicas que você enviou e se elas ajudaram, e manter o limite por semana.",
        ),
    },
}
