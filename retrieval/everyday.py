"""Everyday words in nine languages, about nothing that belongs together: what a model makes of any text at all.

They were written for this, and are not from any collection.
"""

QUESTIONS = (
    "How do I open the window?", "Where can I leave my coat?", "What time does the train go?", "Who paints the wall?",
    "How long does the film last?", "May I bring my dog?", "What does a ticket cost?", "Why is the water brown?",
    "¿Cómo abro la ventana?", "¿Dónde puedo dejar mi abrigo?", "¿A qué hora sale el tren?", "¿Quién pinta la pared?",
    "¿Cuánto dura la película?", "¿Puedo traer a mi perro?", "¿Cuánto cuesta una entrada?",
    "¿Por qué el agua es marrón?",
    "Comment ouvrir la fenêtre ?", "Où puis-je laisser mon manteau ?", "À quelle heure part le train ?",
    "Qui peint le mur ?", "Combien de temps dure le film ?", "Puis-je amener mon chien ?", "Combien coûte un billet ?",
    "Pourquoi l'eau est-elle brune ?",
    "Jak otworzyć okno?", "Gdzie mogę zostawić płaszcz?", "O której odjeżdża pociąg?", "Kto maluje ścianę?",
    "Jak długo trwa film?", "Czy mogę przyjść z psem?", "Ile kosztuje bilet?", "Dlaczego woda jest brązowa?",
    "Como abro a janela?", "Onde posso deixar o meu casaco?", "A que horas parte o comboio?", "Quem pinta a parede?",
    "Quanto tempo dura o filme?", "Posso trazer o meu cão?", "Quanto custa um bilhete?",
    "Porque é que a água é castanha?",
    "Wie öffne ich das Fenster?", "Wo kann ich meinen Mantel lassen?", "Wann fährt der Zug?", "Wer streicht die Wand?",
    "Wie lange dauert der Film?", "Darf ich meinen Hund mitbringen?", "Was kostet eine Karte?",
    "Warum ist das Wasser braun?",
    "Come apro la finestra?", "Dove posso lasciare il cappotto?", "A che ora parte il treno?", "Chi dipinge il muro?",
    "Quanto dura il film?", "Posso portare il mio cane?", "Quanto costa un biglietto?", "Perché l'acqua è marrone?",
    "Cum deschid fereastra?", "Unde îmi pot lăsa haina?", "La ce oră pleacă trenul?", "Cine vopsește peretele?",
    "Cât durează filmul?", "Pot să aduc câinele?", "Cât costă un bilet?", "De ce este apa maro?",
    "Hoe open ik het raam?", "Waar kan ik mijn jas laten?", "Hoe laat vertrekt de trein?", "Wie verft de muur?",
    "Hoe lang duurt de film?", "Mag ik mijn hond meenemen?", "Wat kost een kaartje?", "Waarom is het water bruin?",
)  # fmt: skip
"""Eight questions in English, Spanish, French, Polish, Portuguese, German, Italian, Romanian and Dutch."""

PASSAGES = (
    "The museum\nOpening\nThe museum is open from ten to five, and closed on Mondays. Children come in free.",
    "Growing beans\nSowing\nSow beans when the ground is warm, two fingers deep, and water them in the evening.",
    "The old bridge\nHistory\nThe bridge was built of stone in the last century and has carried carts, cars and trams.",
    "Playing chess\nThe rook\nThe rook moves along rows and columns as far as it likes, and never jumps over a piece.",
    "El museo\nHorario\nEl museo abre de diez a cinco y cierra los lunes. Los niños entran gratis.",
    "Cultivar judías\nSiembra\nSiembra las judías cuando la tierra esté templada, y riega por la tarde.",
    "Le musée\nHoraires\nLe musée est ouvert de dix à dix-sept heures, fermé le lundi. Entrée libre pour les enfants.",
    "Le vieux pont\nHistoire\nLe pont de pierre date du siècle dernier ; il a porté des charrettes et des tramways.",
    "Muzeum\nGodziny\nMuzeum jest czynne od dziesiątej, w poniedziałki zamknięte. Dzieci wchodzą za darmo.",
    "Szachy\nWieża\nWieża porusza się po rzędach i kolumnach dowolnie daleko i nigdy nie przeskakuje figury.",
    "O museu\nHorário\nO museu abre das dez às cinco e fecha à segunda-feira. As crianças não pagam.",
    "Cultivar feijão\nSementeira\nSemeie o feijão quando a terra estiver quente e regue ao fim da tarde.",
    "Das Museum\nZeiten\nDas Museum ist von zehn bis fünf geöffnet und montags zu. Kinder zahlen nichts.",
    "Il vecchio ponte\nStoria\nIl ponte di pietra fu costruito nel secolo scorso e ha portato carri, auto e tram.",
    "Muzeul\nProgram\nMuzeul este deschis de la zece la cinci și închis lunea. Copiii intră gratuit.",
    "Schaken\nDe toren\nDe toren gaat zo ver als hij wil langs rijen en kolommen en springt nooit over een stuk.",
)  # fmt: skip
"""Passages as they are embedded, with title and heading."""
