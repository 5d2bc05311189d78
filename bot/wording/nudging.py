"""What is said around nudges to those who receive them, in each language. Their words are the manager's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.uses import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudging:
    """One language: sentences, with their places named in braces, and buttons."""

    may_i: str
    yes_by_day: str
    yes_by_night: str
    will_not: str
    sent_by: str
    first: str
    about: str
    to_you: str
    to_team: str
    to_job: str
    at_site: str
    looked_at: str
    thanks: str
    ask: str
    reply: str
    reads_this: str
    your_reply: str
    replied: str
    no_reply: str
    not_for_me: str
    later: str
    fewer: str
    report: str
    thanked: str
    declined: str
    put_off: str
    fewer_now: str
    none_now: str
    gone: str
    reported: str
    nobody_to_tell: str

    def scope(self, role: str, site: str, alone: bool) -> str:
        """To whom else it went."""
        if alone:
            return self.to_you
        if not role and not site:
            return self.to_team
        return (
            self.to_job.format(job=f"{role}, {site}" if role and site else role)
            if role
            else self.at_site.format(site=site)
        )


NUDGING: Mapping[Language, Nudging] = {
    "en": Nudging(
        may_i="Your manager wants to send you a short tip: may I pass on at most 2 a week, and when?",
        yes_by_day="Yes, from 8 to 20",
        yes_by_night="Yes, from 20 to 8",
        will_not="Good. I pass on none, and I won't ask again. Your manager is not told.",
        sent_by="asked me to send you this. They can't see what you ask me.",
        first="Your manager asked me to send this: {words}",
        about="It is about “{title}”.",
        to_you="It went to you alone.",
        to_team="It went to your manager's whole team.",
        to_job="It went to people of your manager with this job: {job}.",
        at_site="It went to people of your manager at {site}.",
        looked_at="I looked at your time zone and “do not disturb” in Slack.",
        thanks="Thanks",
        ask="Ask about this",
        reply="Reply to your manager",
        reads_this="reads what you write here, with your name. Nothing else from you goes to them.",
        your_reply="Your reply",
        replied="Sent, with your name. Your manager is told nothing else.",
        no_reply="I can't send this: you replied already, or I no longer keep this nudge.",
        not_for_me="Not for me",
        later="Later",
        fewer="Fewer nudges",
        report="Report abuse",
        thanked="Good. I count it without your name.",
        declined="Good. Your manager is not told.",
        put_off="Good. I send it again tomorrow. Your manager is not told.",
        fewer_now="Good. From now on at most {limit} a week.",
        none_now="Good. You get no more nudges. Your manager is not told.",
        gone="I no longer keep this nudge.",
        reported="I passed it on, without your name. Your manager is not told.",
        nobody_to_tell="I have nobody but your manager to tell. Please talk to somebody you trust.",
    ),
    "es": Nudging(
        may_i="Tu responsable quiere enviarte un consejo breve: ¿puedo pasarte como mucho 2 por semana, y cuándo?",
        yes_by_day="Sí, de 8 a 20",
        yes_by_night="Sí, de 20 a 8",
        will_not="Bien. No te paso ninguno y no vuelvo a preguntar. Tu responsable no se entera.",
        sent_by="me pidió que te enviara esto. No puede ver lo que me preguntas.",
        first="Tu responsable me pidió que te enviara esto: {words}",
        about="Trata de «{title}».",
        to_you="Lo recibes solo tú.",
        to_team="Lo recibe todo el equipo de tu responsable.",
        to_job="Lo recibe la gente de tu responsable con este puesto: {job}.",
        at_site="Lo recibe la gente de tu responsable en {site}.",
        looked_at="Miré tu zona horaria y «no molestar» en Slack.",
        thanks="Gracias",
        ask="Preguntar sobre esto",
        reply="Responder a tu responsable",
        reads_this="lee lo que escribas aquí, con tu nombre. No le llega nada más de ti.",
        your_reply="Tu respuesta",
        replied="Enviado, con tu nombre. Tu responsable no se entera de nada más.",
        no_reply="No puedo enviarlo: ya respondiste, o ya no guardo este consejo.",
        not_for_me="No es para mí",
        later="Más tarde",
        fewer="Menos consejos",
        report="Denunciar un abuso",
        thanked="Bien. Lo cuento sin tu nombre.",
        declined="Bien. Tu responsable no se entera.",
        put_off="Bien. Te lo envío otra vez mañana. Tu responsable no se entera.",
        fewer_now="Bien. Desde ahora, como mucho {limit} por semana.",
        none_now="Bien. No recibes más consejos. Tu responsable no se entera.",
        gone="Ya no guardo este consejo.",
        reported="Lo pasé, sin tu nombre. Tu responsable no se entera.",
        nobody_to_tell="No tengo a nadie más que a tu responsable. Habla con alguien de confianza.",
    ),
    "fr": Nudging(
        may_i=(
            "Votre responsable veut vous envoyer un petit conseil : "
            "puis-je en transmettre 2 au plus par semaine, et quand ?"
        ),
        yes_by_day="Oui, de 8 h à 20 h",
        yes_by_night="Oui, de 20 h à 8 h",
        will_not="Bien. Je n'en transmets aucun et ne redemande pas. Votre responsable n'en sait rien.",
        sent_by="m'a demandé de vous envoyer ceci. Cette personne ne voit pas ce que vous me demandez.",
        first="Votre responsable m'a demandé de vous envoyer ceci : {words}",
        about="Il s'agit de « {title} ».",
        to_you="Vous êtes la seule personne à le recevoir.",
        to_team="Toute l'équipe de votre responsable le reçoit.",
        to_job="L'équipe de votre responsable le reçoit, pour ce poste : {job}.",
        at_site="L'équipe de votre responsable le reçoit à {site}.",
        looked_at="J'ai regardé votre fuseau horaire et « ne pas déranger » dans Slack.",
        thanks="Merci",
        ask="Demander à ce sujet",
        reply="Répondre à votre responsable",
        reads_this="lit ce que vous écrivez ici, avec votre nom. Rien d'autre de vous ne lui est transmis.",
        your_reply="Votre réponse",
        replied="Envoyé, avec votre nom. Votre responsable ne sait rien d'autre.",
        no_reply="Je ne peux pas l'envoyer : vous avez déjà répondu, ou je ne garde plus ce conseil.",
        not_for_me="Pas pour moi",
        later="Plus tard",
        fewer="Moins de conseils",
        report="Signaler un abus",
        thanked="Bien. Je le compte sans votre nom.",
        declined="Bien. Votre responsable n'en sait rien.",
        put_off="Bien. Je le renvoie demain. Votre responsable n'en sait rien.",
        fewer_now="Bien. Désormais {limit} au plus par semaine.",
        none_now="Bien. Vous ne recevez plus de conseils. Votre responsable n'en sait rien.",
        gone="Je ne garde plus ce conseil.",
        reported="Je l'ai transmis, sans votre nom. Votre responsable n'en sait rien.",
        nobody_to_tell="Je n'ai que votre responsable à prévenir. Parlez-en à une personne de confiance.",
    ),
    "pl": Nudging(
        may_i=(
            "Osoba, której podlegasz, chce ci wysłać krótką wskazówkę: "
            "czy mogę przekazywać najwyżej 2 na tydzień, i kiedy?"
        ),
        yes_by_day="Tak, od 8 do 20",
        yes_by_night="Tak, od 20 do 8",
        will_not="Dobrze. Nie przekazuję żadnych i nie pytam ponownie. Nikt się o tym nie dowie.",
        sent_by="prosi, aby ci to wysłać. Ta osoba nie widzi, o co mnie pytasz.",
        first="Wiadomość od osoby, której podlegasz: {words}",
        about="Dotyczy artykułu „{title}”.",
        to_you="Otrzymujesz to tylko ty.",
        to_team="Otrzymuje to cały zespół.",
        to_job="Otrzymują to osoby z zespołu na stanowisku: {job}.",
        at_site="Otrzymują to osoby z zespołu w {site}.",
        looked_at="Sprawdzam w Slacku twoją strefę czasową i „nie przeszkadzać”.",
        thanks="Dziękuję",
        ask="Zapytaj o to",
        reply="Odpowiedz tej osobie",
        reads_this="przeczyta to, co tu napiszesz, z twoim nazwiskiem. Nic innego od ciebie tam nie trafia.",
        your_reply="Twoja odpowiedź",
        replied="Wysłane, z twoim nazwiskiem. Osoba, której podlegasz, nie dowie się niczego innego.",
        no_reply="Nie mogę tego wysłać: odpowiedź już jest albo nie mam już tej wskazówki.",
        not_for_me="Nie dla mnie",
        later="Później",
        fewer="Mniej wskazówek",
        report="Zgłoś nadużycie",
        thanked="Dobrze. Liczę to bez twojego nazwiska.",
        declined="Dobrze. Nikt się o tym nie dowie.",
        put_off="Dobrze. Wyślę to znowu jutro. Nikt się o tym nie dowie.",
        fewer_now="Dobrze. Od teraz najwyżej {limit} na tydzień.",
        none_now="Dobrze. Nie będzie więcej wskazówek. Nikt się o tym nie dowie.",
        gone="Nie mam już tej wskazówki.",
        reported="Przekazuję to dalej, bez twojego nazwiska. Osoba, której podlegasz, się o tym nie dowie.",
        nobody_to_tell="Nie mam komu tego przekazać. Porozmawiaj z kimś, komu ufasz.",
    ),
    "pt": Nudging(
        may_i="A sua chefia quer enviar uma dica curta a você: posso passar no máximo 2 por semana, e quando?",
        yes_by_day="Sim, das 8 às 20",
        yes_by_night="Sim, das 20 às 8",
        will_not="Certo. Não passo nenhuma e não pergunto de novo. A sua chefia não fica sabendo.",
        sent_by="me pediu para enviar isto. Essa pessoa não vê o que você me pergunta.",
        first="A sua chefia me pediu para enviar isto: {words}",
        about="É sobre “{title}”.",
        to_you="Só você recebe isto.",
        to_team="Toda a equipe da sua chefia recebe isto.",
        to_job="As pessoas da sua chefia com este cargo recebem isto: {job}.",
        at_site="As pessoas da sua chefia em {site} recebem isto.",
        looked_at="Olhei o seu fuso horário e “não perturbe” no Slack.",
        thanks="Obrigado",
        ask="Perguntar sobre isto",
        reply="Responder à sua chefia",
        reads_this="lê o que você escrever aqui, com o seu nome. Nada mais seu chega a essa pessoa.",
        your_reply="A sua resposta",
        replied="Enviado, com o seu nome. A sua chefia não fica sabendo de mais nada.",
        no_reply="Não posso enviar: você já respondeu, ou já não guardo esta dica.",
        not_for_me="Não é para mim",
        later="Mais tarde",
        fewer="Menos dicas",
        report="Denunciar abuso",
        thanked="Certo. Conto isso sem o seu nome.",
        declined="Certo. A sua chefia não fica sabendo.",
        put_off="Certo. Envio de novo amanhã. A sua chefia não fica sabendo.",
        fewer_now="Certo. A partir de agora, no máximo {limit} por semana.",
        none_now="Certo. Você não recebe mais dicas. A sua chefia não fica sabendo.",
        gone="Já não guardo esta dica.",
        reported="Passei adiante, sem o seu nome. A sua chefia não fica sabendo.",
        nobody_to_tell="Só tenho a sua chefia para avisar. Fale com alguém de confiança.",
    ),
}
