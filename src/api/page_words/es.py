"""Spanish, as it is written in the United States."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # every page
    "Skip to the page": "Ir al contenido",
    "Dark colours": "Colores oscuros",
    "Open Door staffs free immigration legal clinics. It holds nothing about the people they "
    "serve.": "Open Door organiza el voluntariado de clínicas legales gratuitas de inmigración. No "
    "guarda nada sobre las personas que atienden.",
    "What we keep, and who sees it": "Qué guardamos y quién lo ve (en inglés)",
    "Done": "Listo",
    "Needs you": "Requiere su atención",
    "Broken": "No funciona",
    "For your information": "Para su información",
    # a shift
    "Given back": "Devuelto",
    "Not yours any more": "Ya no es suyo",
    "You said yes": "Usted dijo que sí",
    "No answer": "Sin respuesta",
    "Your answer, please": "Su respuesta, por favor",
    "Where": "Dónde",
    "from wherever you are": "desde donde esté",
    "Join the session": "Conectarse a la sesión",
    "The office sends you the link to join.": "La oficina le enviará el enlace para conectarse.",
    "What you do": "Su tarea",
    "An interpreter for {language} sits with you.": "Le acompaña un o una intérprete de "
    "{language}.",
    "{language} into {bridge}": "del {language} al {bridge}",
    "Keep the time free. You come only if we write or call by the evening before; if you hear "
    "nothing, the time is yours.": "Mantenga libre este tiempo. Solo viene si le escribimos o "
    "llamamos a más tardar la noche anterior; si no recibe noticias, el tiempo es suyo.",
    "Who serves then": "Quién atiende ese turno",
    "Beside you": "Con usted",
    "If you are called, have at hand": "Si le llamamos, tenga a mano",
    "Have at hand": "Tenga a mano",
    "remote": "a distancia",
    "The coordinators know": "La coordinación ya lo sabe",
    "I can take this": "Puedo tomar este turno",
    # answering
    "Your shift": "Su turno",
    "You gave this shift back": "Usted devolvió este turno",
    "This shift is not yours any more": "Este turno ya no es suyo",
    "This shift has begun": "Este turno ya empezó",
    "You are on standby, {name}": "Queda en reserva, {name}",
    "You are coming, {name}": "Contamos con usted, {name}",
    "Can you be on standby, {name}?": "¿Puede quedar en reserva, {name}?",
    "Can you come, {name}?": "¿Puede venir, {name}?",
    "Thank you for telling us: somebody else can be asked now. A letter takes it out of your "
    "calendar.": "Gracias por avisarnos: ahora podemos preguntar a otra persona. Una carta lo "
    "quitará de su calendario.",
    "The plan was changed, and a letter told you so. There is nothing you need to do.": "El plan "
    "cambió y se lo dijimos en una carta. No tiene que hacer nada.",
    "It is too late to answer here. If you cannot come or are late, please call the office.": "Ya "
    "es tarde para responder aquí. Si no puede venir o se retrasa, por favor llame a la oficina.",
    "Yes, you can count on me": "Sí, pueden contar conmigo",
    "Yes, I will come": "Sí, voy a ir",
    "I cannot come": "No puedo ir",
    "I cannot come after all": "Al final no puedo ir",
    "Another shift that suits you?": "¿Otro turno que le convenga?",
    "These seats are empty, and your hours and skills fit. Say that you can, and the coordinators "
    "hear of it at once.": "Estos lugares están libres y van bien con sus horas y conocimientos. "
    "Diga que puede, y la coordinación lo sabrá enseguida.",
    "See all {number} seats": "Ver los {number} lugares",
    "No other open seat fits your hours just now.": "Por ahora no hay otro lugar libre que vaya "
    "con sus horas.",
    "Change my hours": "Cambiar mis horas",
    "See all my shifts": "Ver todos mis turnos",
    "See my shifts": "Ver mis turnos",
    "Give this shift back?": "¿Devolver este turno?",
    "Somebody else will be asked, and you cannot take it back here. Then you see other seats that "
    "suit you.": "Preguntaremos a otra persona y aquí no podrá recuperarlo. Después verá otros "
    "lugares que le convienen.",
    "Yes, give it back": "Sí, devolverlo",
    "No, I keep it": "No, lo conservo",
    "Thank you, we count on you.": "Gracias, contamos con usted.",
    "The coordinators know. If they put you in, a letter comes with the invitation.": "La "
    "coordinación ya lo sabe. Si le asignan el turno, recibirá una carta con la invitación.",
    "This seat is not open to you any more; here is what is.": "Este lugar ya no está libre para "
    "usted; aquí están los que sí.",
    "You told the coordinators of 12 seats today; they will answer first.": "Hoy ya avisó a la "
    "coordinación de 12 lugares; primero le responderán.",
    "This shift has begun; please call the office.": "Este turno ya empezó; por favor, llame a la "
    "oficina.",
    "This shift is not yours any more; another person may have it by now.": "Este turno ya no es "
    "suyo; quizás ya lo tenga otra persona.",
    # links that do not work
    "This link is not complete": "Este enlace no está completo",
    "This shift is not known any more": "Este turno ya no existe",
    "This shift is over": "Este turno ya pasó",
    "This shift was changed since that letter": "Este turno cambió después de esa carta",
    "This link does not work any more": "Este enlace ya no funciona",
    "This link is incomplete or not ours; please open it from the letter once more.": "Este enlace "
    "está incompleto o no es nuestro; por favor, ábralo otra vez desde la carta.",
    "This link has expired; please sign in to see how things stand.": "Este enlace ha vencido; por "
    "favor, entre para ver cómo están las cosas.",
    "This shift is not known any more.": "Este turno ya no existe.",
    "There is nothing here, or it is not yours to see.": "Aquí no hay nada, o no le corresponde "
    "verlo.",
    "This shift was changed after that letter; the newest letter has the right buttons.": "Este "
    "turno cambió después de esa carta; la carta más reciente tiene los botones correctos.",
    "Your answer to the earlier letter does not count for what has changed. Look for the newest "
    "letter about this shift, or sign in and answer there.": "Su respuesta a la carta anterior no "
    "vale para lo que cambió. Busque la carta más reciente sobre este turno, o entre y responda "
    "allí.",
    # hours
    "Thank you": "Gracias",
    "Thank you, {name}": "Gracias, {name}",
    "Are your hours still right?": "¿Siguen siendo correctas sus horas?",
    "Are your hours still right, {name}?": "¿Siguen siendo correctas sus horas, {name}?",
    "Your hours count as confirmed until {day}.": "Sus horas valen como confirmadas hasta el "
    "{day}.",
    "Your hours count as confirmed.": "Sus horas valen como confirmadas.",
    "Your usual week": "Su semana habitual",
    "Times are those where you live ({place}).": "Las horas son las del lugar donde vive "
    "({place}).",
    "They count as confirmed until {day}.": "Valen como confirmadas hasta el {day}.",
    "You have no hours on file, so no plan gives you a shift.": "No tiene horas registradas, así "
    "que ningún plan le asigna turnos.",
    "Yes, still right": "Sí, siguen bien",
    "Change them": "Cambiarlas",
    "Change them after all": "Cambiarlas de todos modos",
    "Sign in to confirm your hours or to change them.": "Entre para confirmar sus horas o "
    "cambiarlas.",
    "Sign in to my hours": "Entrar para ver mis horas",
    # letters to me
    "Sign in to change what you receive, or use the link of the newest of these letters.": "Entre "
    "para cambiar lo que recibe, o use el enlace de la más reciente de estas cartas.",
    "Sign in": "Entrar",
    "No more reminders?": "¿No más recordatorios?",
    "We remind you two days and two hours before a shift, and a week before it where you have not "
    "answered yet. Invitations, changes and cancellations reach you either way.": "Le recordamos "
    "cada turno dos días y dos horas antes, y una semana antes si aún no ha respondido. Las "
    "invitaciones, los cambios y las cancelaciones le llegan de todos modos.",
    "Stop reminders": "Detener los recordatorios",
    "Have reminders again": "Volver a recibir recordatorios",
    "No more reminders": "No más recordatorios",
    "Done. Invitations, changes and cancellations still reach you.": "Listo. Las invitaciones, los "
    "cambios y las cancelaciones le siguen llegando.",
    "You will be reminded": "Le recordaremos sus turnos",
    "Two days and two hours before each shift, and a week before an unanswered one.": "Dos días y "
    "dos horas antes de cada turno, y una semana antes si está sin responder.",
    "Keep them": "Conservarlos",
    "No more questions about your hours?": "¿No más preguntas sobre sus horas?",
    "Every few weeks we ask whether your hours are still right, so that nobody counts on you in "
    "vain. Everything about your shifts reaches you either way.": "Cada pocas semanas le "
    "preguntamos si sus horas siguen siendo correctas, para que nadie cuente con usted en vano. "
    "Todo lo que se refiere a sus turnos le llega de todos modos.",
    "Stop asking me": "No preguntarme más",
    "Ask me again": "Volver a preguntarme",
    "We do not ask any more": "Ya no preguntamos",
    "Done. When your hours change, please change them under Availability.": "Listo. Cuando sus "
    "horas cambien, por favor cámbielas en «Availability».",
    "We will ask you": "Le preguntaremos",
    "A week before your hours stop being confirmed.": "Una semana antes de que sus horas dejen de "
    "valer como confirmadas.",
    "Keep asking me": "Seguir preguntándome",
    "See my hours": "Ver mis horas",
    "How often shall the digest come?": "¿Con qué frecuencia debe llegar el resumen?",
    "It comes in the morning of every day on which there is something to say. You can have it on "
    "Mondays only, or not at all.": "Llega por la mañana de cada día en que hay algo que decir. "
    "Puede recibirlo solo los lunes, o nunca.",
    "Stop it": "Detenerlo",
    "Mondays only": "Solo los lunes",
    "Every day with news": "Cada día con novedades",
    "No more digests": "No más resúmenes",
    "Done. You see how things stand when you sign in.": "Listo. Al entrar verá cómo están las "
    "cosas.",
    "A digest on Mondays": "Un resumen los lunes",
    "Done. It says how the week stands.": "Listo. Dice cómo está la semana.",
    "A digest every day with news": "Un resumen cada día con novedades",
    "Done. It comes in the morning.": "Listo. Llega por la mañana.",
    "Leave it as it is": "Dejarlo como está",
    "My account": "Mi cuenta",
}
