"""What is said around the hours in which somebody takes nudges, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.uses import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """One language: the form, and the sentences that tell what was chosen, with their places named in braces."""

    own_hours: str
    will: str
    see_or_stop: str
    from_to: str
    any_hour: str
    days_off: str
    hours_mean: str
    begin: str
    end: str
    off: str
    limit: str
    save: str
    weekdays: tuple[str, ...]


CHOOSING: Mapping[Language, Choosing] = {
    "en": Choosing(
        own_hours="My own hours",
        will="Good. I pass on at most {limit} a week, {hours}.",
        see_or_stop="Write “my data” to see or stop it.",
        from_to="from {begin} to {end}",
        any_hour="at any hour",
        days_off="None on: {days}.",
        hours_mean=(
            "When may I pass on tips from your manager? If your company tells me your shifts, they also come only "
            "while you work. Saving this is a yes to tips. Your manager is not told."
        ),
        begin="From",
        end="To (earlier than “from” is the next day; the same is any hour)",
        off="Days without",
        limit="At most in a week",
        save="Save",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
    "es": Choosing(
        own_hours="Mi propio horario",
        will="Bien. Te paso como mucho {limit} por semana, {hours}.",
        see_or_stop="Escribe «mis datos» para verlo o pararlo.",
        from_to="de {begin} a {end}",
        any_hour="a cualquier hora",
        days_off="Ninguno en: {days}.",
        hours_mean=(
            "¿Cuándo puedo pasarte consejos de tu responsable? Si tu empresa me dice tus turnos, además llegan solo "
            "mientras trabajas. Guardar esto es un sí a los consejos. Tu responsable no se entera."
        ),
        begin="Desde",
        end="Hasta (antes de «desde» es el día siguiente; igual es a cualquier hora)",
        off="Días sin consejos",
        limit="Como mucho por semana",
        save="Guardar",
        weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    ),
    "fr": Choosing(
        own_hours="Mes propres heures",
        will="Bien. J'en transmets {limit} au plus par semaine, {hours}.",
        see_or_stop="Écrivez « mes données » pour voir ou arrêter.",
        from_to="de {begin} à {end}",
        any_hour="à toute heure",
        days_off="Aucun : {days}.",
        hours_mean=(
            "Quand puis-je transmettre des conseils de votre responsable ? Si votre entreprise me dit vos heures de "
            "service, ils viennent aussi seulement pendant celles-ci. Enregistrer, c'est dire oui aux conseils. Votre "
            "responsable n'en sait rien."
        ),
        begin="De",
        end="À (plus tôt que « de » : le lendemain ; la même heure : à toute heure)",
        off="Jours sans conseils",
        limit="Au plus par semaine",
        save="Enregistrer",
        weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    ),
    "pl": Choosing(
        own_hours="Moje własne godziny",
        will="Dobrze. Przekazuję najwyżej {limit} na tydzień, {hours}.",
        see_or_stop="Napisz „moje dane”, aby to zobaczyć lub zatrzymać.",
        from_to="od {begin} do {end}",
        any_hour="o każdej porze",
        days_off="Żadnych w te dni: {days}.",
        hours_mean=(
            "Kiedy mogę przekazywać wskazówki od osoby, której podlegasz? Jeśli firma poda mi twoje zmiany, przychodzą "
            "też tylko w czasie pracy. Zapisanie oznacza zgodę na wskazówki. Nikt się o tym nie dowie."
        ),
        begin="Od",
        end="Do (wcześniej niż „od” oznacza następny dzień; ta sama godzina: o każdej porze)",
        off="Dni bez wskazówek",
        limit="Najwyżej na tydzień",
        save="Zapisz",
        weekdays=("poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"),
    ),
    "pt": Choosing(
        own_hours="O meu próprio horário",
        will="Certo. Passo no máximo {limit} por semana, {hours}.",
        see_or_stop="Escreva “meus dados” para ver ou parar.",
        from_to="das {begin} às {end}",
        any_hour="a qualquer hora",
        days_off="Nenhuma nestes dias: {days}.",
        hours_mean=(
            "Quando posso passar dicas da sua chefia? Se a empresa me disser os seus turnos, elas também chegam só "
            "enquanto você trabalha. Salvar isto é um sim às dicas. A sua chefia não fica sabendo."
        ),
        begin="Das",
        end="Às (antes da hora de início é o dia seguinte; igual é a qualquer hora)",
        off="Dias sem dicas",
        limit="No máximo por semana",
        save="Salvar",
        weekdays=(
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
            "domingo",
        ),
    ),
}
