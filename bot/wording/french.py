"""What the bot says in French, to a worker it calls vous. A space before a high sign never breaks the line."""

from bot.wording.sentences import Patterns, Used
from bot.wording.voice import Voice

SPOKEN = Voice(
    language="fr",
    own_name="Français",
    helpful="Utile",
    not_helpful="Pas utile",
    ask_a_person="Demander à quelqu'un",
    why_this="Pourquoi ceci\u00a0?",
    stop="Ne plus utiliser cela",
    close="Fermer",
    send="Envoyer",
    cancel="Annuler",
    answer="Répondre",
    erase="Tout effacer",
    yes_remember="Oui, retenez-les",
    no_thanks="Non",
    yes_keep="Oui, gardez-la",
    use_again="L'utiliser à nouveau",
    switch_on="Activer",
    switch_off="Désactiver",
    show_my_data="Voir mes données",
    home_title="L'aide à portée de main",
    my_data_title="Mes données",
    erase_title="Tout effacer\u00a0?",
    your_question="Votre question",
    your_answer="Votre réponse",
    not_in_the_articles="Je ne trouve pas cela dans les articles.",
    not_sure="Il n'est pas certain que j'aie cela.",
    they_disagree="Ces articles ne disent pas la même chose. Demandez à quelqu'un lequel est valable.",
    no_article_fits="Aucun article ne correspond assez bien à votre question.",
    in_another_language="Cet article est dans une autre langue.",
    ask_your_supervisor="Ce n'est pas ce qu'il vous faut\u00a0? Demandez à votre responsable.",
    nobody_to_ask="Je n'ai encore personne à qui demander. Demandez à votre responsable.",
    empty="Posez-moi une question sur votre travail, par exemple\u00a0: à quelle température cuire le poulet\u00a0?",
    too_long="C'est un long texte. Je n'en ai lu que le début.",
    went_wrong="Quelque chose n'a pas marché de mon côté. Reposez-moi la question, s'il vous plaît.",
    trigger_too_old="L'ouverture a pris trop de temps. Appuyez encore une fois sur le bouton, s'il vous plaît.",
    already_said="Merci. Je compte un avis par réponse, celui de la personne qui a posé la question.",
    thanks_helpful="Merci. C'est bon à savoir.",
    thanks_not_helpful="Merci. C'est compté, sans votre nom. Qu'est-ce qui n'allait pas\u00a0?",
    thanks_reason="Merci. Cela nous aide à corriger l'article.",
    may_i_remember=(
        "Puis-je retenir les réponses qui vous ont été utiles et les mettre en premier la prochaine fois\u00a0? "
        "Je les garde 180 jours. Aucun responsable ne les voit."
    ),
    will_remember="Bien. Je retiens ce qui vous est utile. Écrivez «\u00a0mes données\u00a0» pour le voir ou arrêter.",
    will_not_remember="Bien. Je ne retiens rien et je ne redemanderai pas.",
    may_i_keep=(
        "Puis-je garder cette question, sans votre nom, pour que l'article soit écrit\u00a0? Je la garde 90 jours."
    ),
    will_keep=(
        "Merci. Je garde ces questions sans votre nom. Écrivez «\u00a0mes données\u00a0» pour le voir ou arrêter."
    ),
    not_kept="Merci. Je n'ai pas gardé celle-ci. Je garde les prochaines sans votre nom.",
    will_not_keep="Bien. Je ne garde aucune question et je ne redemanderai pas.",
    already_answered="Cette question a déjà sa réponse, ou ce n'est pas à vous d'y répondre.",
    press_answer="Appuyez sur Répondre. Vos mots vont là où la question a été posée.",
    asker_is_gone="Cette question n'est plus gardée, je n'ai donc pas pu transmettre votre réponse.",
    answer_passed_on="Merci. J'ai transmis votre réponse.",
    say_something="Écrivez d'abord quelque chose, s'il vous plaît.",
    welcome="Avec plaisir.",
    greeting=(
        "Bonjour. Posez-moi vos questions de travail avec vos propres mots. Je réponds avec les articles de votre "
        "entreprise et je vous dis chaque fois quelles données sur vous j'ai utilisées. Écrivez "
        "«\u00a0mes données\u00a0» pour voir tout ce que je garde sur vous."
    ),
    help=(
        "Posez une question\u00a0: `/ask à quelle température cuire le poulet`. Je réponds avec les articles de votre "
        "entreprise. Écrivez-moi «\u00a0mes données\u00a0» pour voir, arrêter ou effacer ce que je garde sur vous."
    ),
    not_personal_here=(
        "D'autres lisent ceci, c'est donc la même chose pour tout le monde. Pour votre poste, écrivez-moi en message "
        "direct."
    ),
    nothing_read="Rien sur vous n'a été lu pour cela.",
    nothing_found="cherché, rien trouvé",
    my_data="Voici tout ce que je garde sur vous. Personne d'autre ne peut me le demander.",
    my_data_elsewhere=("Je ne montre vos données qu'à vous. Écrivez-moi «\u00a0mes données\u00a0» en message direct."),
    nothing_held="Je ne garde rien sur vous, sauf vos choix ci-dessous.",
    read_lately="Les dernières fois que j'en ai lu une partie\u00a0:",
    not_read_yet="Je n'en ai encore rien lu.",
    choices="Ce que je peux utiliser pour vous aider. Chaque choix vaut dès la prochaine réponse.",
    what_managers_see="Les responsables ne voient jamais qui a demandé quoi.",
    erase_sure="Cela efface ici votre poste, votre site, votre historique et vos reçus. C'est définitif.",
    erased="C'est fait. Tout ce que je gardais sur vous est effacé. Plus aucune de vos données n'est utilisée.",
    on="activé",
    off="désactivé",
    patterns=Patterns(
        day="{day} {month} {year}",
        source="Tiré de «\u00a0{title}\u00a0».",
        source_under="Tiré de «\u00a0{title}\u00a0» › {heading}.",
        owner="Tenu à jour par {name}.",
        checked="Vérifié le {day}.",
        nearest="Ce que j'ai de plus proche est «\u00a0{title}\u00a0»\u00a0:",
        written_in="Cet article est en {language}.",
        ask_contact="Ce n'est pas ce qu'il vous faut\u00a0? Demandez à {name}.",
        contact_can_help=("{name} peut vous aider. Appuyez sur «\u00a0{button}\u00a0» et je transmets votre question."),
        stop="Ne plus utiliser {use}",
        stopped="C'est fait. Dès la prochaine réponse, je n'utilise plus {use}.",
        deleted="Ce que je gardais pour cela est effacé.",
        switched_on="C'est fait. Dès la prochaine réponse, j'utilise à nouveau {use} et je vous le dis chaque fois.",
        helped_on="Il est en premier parce qu'il vous a été utile le {day}.",
        for_your_job="Il est en premier parce qu'il est écrit pour votre poste\u00a0: {role}.",
        fits="«\u00a0{title}\u00a0» correspond le mieux à votre question.",
        receipt="Reçu {number}, {day}, {time} UTC\u00a0: {kinds}.",
        shared_with="{name} verra cette question et votre nom Slack. Rien d'autre.",
        handed_over="J'ai transmis votre question à {name}. La réponse arrivera ici.",
        asks_you="Une question pour vous, car les articles n'y répondent pas\u00a0: «\u00a0{question}\u00a0»",
        answered_by="{name} a répondu à «\u00a0{question}\u00a0»\u00a0: {words}",
        held="{field}\u00a0: {value}",
        kept_for="Gardé pour utiliser {use}\u00a0: {count} ({values})",
        choice="Utiliser {use}\u00a0: {state}. {purpose}",
    ),
    first_of_month="1er",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    languages={"en": "anglais", "es": "espagnol", "fr": "français", "pl": "polonais", "pt": "portugais"},
    reasons={
        "wrong": "C'est faux",
        "unclear": "Je ne comprends pas",
        "out of date": "C'est dépassé",
        "not for my job": "Ce n'est pas pour mon poste",
    },
    held_fields={
        "slack_user_id": "Votre identifiant Slack",
        "name": "Votre nom",
        "role": "Votre poste",
        "site": "Votre site",
        "manager": "L'identifiant Slack de votre responsable",
    },
    uses={
        "rank_by_role": Used(
            "votre poste et votre site",
            "Pour trouver les articles de votre poste et de votre site, les mettre en premier et nommer qui peut aider "
            "sur place.",
            "mon poste",
        ),
        "rank_by_past_use": Used(
            "ce qui vous a été utile avant",
            "Pour mettre en premier les articles qui vous ont été utiles.",
            "ce qui m'a été utile",
        ),
        "follow_up": Used(
            "ce que vous avez demandé avant dans le même fil",
            "Pour comprendre une question qui en suit une autre, comme «\u00a0et pour le déca\u00a0?\u00a0».",
            "ce fil",
        ),
        "report_back": Used(
            "une question que vous avez transmise à quelqu'un",
            "Pour rapporter la réponse d'une personne là où vous avez demandé.",
        ),
        "improve_articles": Used(
            "vos questions, sans votre nom",
            "Pour voir ce qui manque aux articles, en totaux de 5 personnes ou plus.",
            "mes questions",
        ),
        "show_my_data": Used(
            "tout ce qui est gardé, pour vous le montrer",
            "Pour vous montrer ce qui est gardé sur vous quand vous le demandez.",
        ),
    },
)
