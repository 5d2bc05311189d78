"""What the bot says in Spanish, to a worker it calls tú."""

from bot.wording.sentences import Patterns, Used
from bot.wording.voice import Voice

SPOKEN = Voice(
    language="es",
    own_name="Español",
    helpful="Me ayuda",
    not_helpful="No me ayuda",
    ask_a_person="Preguntar a alguien",
    why_this="¿Por qué esto?",
    stop="Dejar de usar esto",
    close="Cerrar",
    send="Enviar",
    cancel="Cancelar",
    answer="Responder",
    erase="Borrar todo",
    yes_remember="Sí, recuérdalo",
    no_thanks="No",
    yes_keep="Sí, guárdala",
    use_again="Volver a usarlo",
    switch_on="Activar",
    switch_off="Desactivar",
    show_my_data="Ver mis datos",
    home_title="Ayuda a mano",
    my_data_title="Mis datos",
    erase_title="¿Borrar todo?",
    your_question="Tu pregunta",
    your_answer="Tu respuesta",
    not_in_the_articles="No tengo esto en los artículos.",
    not_sure="No sé seguro si tengo esto.",
    they_disagree="Estos artículos no coinciden. Pregunta a una persona cuál vale.",
    no_article_fits="Ningún artículo se ajusta bien a tu pregunta.",
    in_another_language="Este artículo está en otro idioma.",
    ask_your_supervisor="¿No es lo que buscas? Pregunta a la persona responsable de tu turno.",
    nobody_to_ask="Todavía no tengo a quién preguntar. Habla con la persona responsable de tu turno.",
    empty="Pregúntame algo sobre tu trabajo, por ejemplo: ¿a qué temperatura se cocina el pollo?",
    too_long="Es un texto largo. Solo leí la primera parte.",
    went_wrong="Algo falló por mi parte. Pregúntame otra vez, por favor.",
    trigger_too_old="Tardó demasiado en abrirse. Pulsa el botón otra vez, por favor.",
    already_said="Gracias. Cuento una opinión por respuesta, la de quien preguntó.",
    thanks_helpful="Gracias. Me alegra saber que te ayudó.",
    thanks_not_helpful="Gracias. Lo conté, sin tu nombre. ¿Qué estaba mal?",
    thanks_reason="Gracias. Eso nos ayuda a mejorar el artículo.",
    may_i_remember=(
        "¿Puedo recordar qué respuestas te ayudaron y ponerlas primero la próxima vez? Las guardo 180 días. "
        "Nadie de la dirección las ve."
    ),
    will_remember="Bien. Recuerdo lo que te ayuda. Escribe “mis datos” para verlo o pararlo.",
    will_not_remember="Bien. No lo recordaré y no volveré a preguntar.",
    may_i_keep="¿Puedo guardar esta pregunta, sin tu nombre, para que se escriba el artículo? La guardo 90 días.",
    will_keep="Gracias. Guardo esas preguntas sin tu nombre. Escribe “mis datos” para verlo o pararlo.",
    not_kept="Gracias. Esta no la guardé. Las próximas las guardo sin tu nombre.",
    will_not_keep="Bien. No guardo preguntas y no volveré a preguntar.",
    already_answered="Esta pregunta ya tiene respuesta, o no te toca a ti responderla.",
    press_answer="Pulsa Responder. Tus palabras llegan a donde se preguntó.",
    asker_is_gone="Esta pregunta ya no se guarda, así que no pude pasar tu respuesta.",
    answer_passed_on="Gracias. Pasé tu respuesta.",
    say_something="Escribe algo primero, por favor.",
    welcome="Cuando quieras.",
    greeting=(
        "Hola. Pregúntame sobre tu trabajo con tus palabras. Respondo con los artículos de tu empresa y cada vez te "
        "digo qué datos tuyos usé. Escribe “mis datos” para ver todo lo que guardo sobre ti."
    ),
    help=(
        "Haz una pregunta: `/ask a qué temperatura se cocina el pollo`. Respondo con los artículos de tu empresa. "
        "Escríbeme “mis datos” para ver, parar o borrar lo que guardo sobre ti."
    ),
    not_personal_here=(
        "Esto lo lee más gente, por eso es igual para todo el mundo. Para tu puesto, escríbeme por mensaje directo."
    ),
    nothing_read="No leí nada sobre ti para esto.",
    nothing_found="miré y no encontré nada",
    my_data="Esto es todo lo que guardo sobre ti. Nadie más puede pedírmelo.",
    my_data_elsewhere="Tus datos solo te los muestro a ti. Escríbeme “mis datos” por mensaje directo.",
    nothing_held="No guardo nada sobre ti, salvo tus decisiones de abajo.",
    read_lately="Las últimas veces que leí algo de esto:",
    not_read_yet="Todavía no he leído nada de esto.",
    choices="Lo que puedo usar para ayudarte. Cada cambio vale desde la próxima respuesta.",
    what_managers_see="La dirección nunca ve quién preguntó qué.",
    erase_sure="Se borran aquí tu puesto, tu centro, tu historial y tus registros. No se puede deshacer.",
    erased="Listo. Todo lo que guardaba sobre ti está borrado. Ya no se usa ningún dato tuyo.",
    on="activado",
    off="desactivado",
    patterns=Patterns(
        day="{day} de {month} de {year}",
        source="De “{title}”.",
        source_under="De “{title}” › {heading}.",
        owner="Lo mantiene {name}.",
        checked="Última revisión: {day}.",
        nearest="Lo más cercano que tengo es “{title}”:",
        written_in="Este artículo está en {language}.",
        ask_contact="¿No es lo que buscas? Pregunta a {name}.",
        contact_can_help="{name} puede ayudarte. Pulsa “{button}” y le paso tu pregunta.",
        stop="Dejar de usar {use}",
        stopped="Listo. Desde la próxima respuesta no uso {use}.",
        deleted="Lo que guardaba para eso está borrado.",
        switched_on="Listo. Desde la próxima respuesta vuelvo a usar {use} y te lo digo cada vez.",
        helped_on="Está primero porque te ayudó el {day}.",
        for_your_job="Está primero porque está escrito para tu puesto: {role}.",
        fits="“{title}” es lo que mejor se ajusta a tu pregunta.",
        receipt="Registro {number}, {day}, {time} UTC: {kinds}.",
        shared_with="{name} verá esta pregunta y tu nombre de Slack. Nada más.",
        handed_over="Pasé tu pregunta a {name}. La respuesta llegará aquí.",
        asks_you="Una pregunta para ti, porque los artículos no la responden: “{question}”",
        answered_by="{name} respondió a “{question}”: {words}",
        held="{field}: {value}",
        kept_for="Guardado para usar {use}: {count} ({values})",
        choice="Usar {use}: {state}. {purpose}",
    ),
    first_of_month="1",
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    languages={"en": "inglés", "es": "español", "fr": "francés", "pl": "polaco", "pt": "portugués"},
    reasons={
        "wrong": "Está mal",
        "unclear": "No lo entiendo",
        "out of date": "Está anticuado",
        "not for my job": "No es para mi puesto",
    },
    held_fields={
        "slack_user_id": "Tu identificador de Slack",
        "name": "Tu nombre",
        "role": "Tu puesto",
        "site": "Tu centro",
        "manager": "El identificador de Slack de tu responsable",
    },
    uses={
        "rank_by_role": Used(
            "tu puesto y tu centro",
            "Para encontrar los artículos de tu puesto y tu centro, ponerlos primero y decir quién puede ayudar allí.",
            "mi puesto",
        ),
        "rank_by_past_use": Used(
            "lo que te ayudó antes", "Para poner primero los artículos que te ayudaron.", "lo que me ayudó"
        ),
        "follow_up": Used(
            "lo que preguntaste antes en el mismo hilo",
            "Para entender una pregunta que sigue a otra, como “¿y para el descafeinado?”.",
            "este hilo",
        ),
        "report_back": Used(
            "una pregunta que pasaste a alguien", "Para llevar la respuesta de una persona a donde preguntaste."
        ),
        "improve_articles": Used(
            "tus preguntas, sin tu nombre", "Para ver qué falta en los artículos, en totales de 5 personas o más.", "mis preguntas"
        ),
        "show_my_data": Used(
            "todo lo que se guarda, para mostrártelo", "Para mostrarte lo que se guarda sobre ti cuando lo pides."
        ),
    },
)
