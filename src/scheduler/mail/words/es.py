"""Spanish, as it is written in the United States."""

from __future__ import annotations

from scheduler.mail.sayings import Saying
from scheduler.mail.words.catalogue import Words
from scheduler.model.bringing import Thing
from scheduler.model.letters import Change, LetterKind
from scheduler.model.matters import Matter
from scheduler.model.sessions import SessionKind, Title

WORDS = Words(
    code="es",
    locale="es_US",
    subjects={
        LetterKind.INVITE: "Su turno: {day}, {time}, {place}",
        LetterKind.UPDATE: "Cambio en su turno: {day}, {time}, {place}",
        LetterKind.CANCEL: "Turno cancelado: {day}, {time}, {place}",
        LetterKind.REMINDER: "Recordatorio de su turno: {day}, {time}, {place}",
    },
    chips={
        LetterKind.INVITE: "Por favor, responda",
        LetterKind.UPDATE: "Cambio",
        LetterKind.CANCEL: "Cancelado",
        LetterKind.REMINDER: "Recordatorio",
    },
    headings={
        LetterKind.INVITE: "¿Puede venir?",
        LetterKind.UPDATE: "Su turno ha cambiado",
        LetterKind.CANCEL: "No hace falta que venga",
        LetterKind.REMINDER: "Se acerca su turno",
    },
    greeting="Hola, {name}:",
    greeting_nameless="Hola:",
    lead_invite=(
        "Gracias por dedicarnos su tiempo. Nos gustaría contar con usted para este turno. "
        "Por favor, díganos si puede participar."
    ),
    subject_standby="En reserva: {day}, {time}, {place}",
    heading_standby="¿Puede quedar en reserva?",
    lead_standby=(
        "Gracias por dedicarnos su tiempo. Nos gustaría tenerle en reserva para este turno. "
        "Por favor, díganos si podemos contar con usted."
    ),
    standby=(
        "Quedar en reserva significa: por favor, mantenga libre este tiempo. Solo viene si le "
        "escribimos o llamamos a más tardar la noche anterior, porque otra persona no puede. Si no "
        "recibe noticias, el tiempo es suyo."
    ),
    lead_called=(
        "Usted estaba en reserva para este turno y ahora le necesitamos: gracias por haber "
        "reservado este tiempo. Por favor, vea cuál sería su tarea y díganos si puede venir."
    ),
    lead_update="Por favor, revise su turno una vez más. Así queda ahora.",
    lead_cancel=(
        "Lo sentimos: este turno se ha retirado de su calendario. "
        "No hace falta que venga ni tiene que hacer nada. "
        "Gracias por haber reservado este tiempo para nosotros."
    ),
    lead_remind=(
        "Todavía no nos ha dicho si puede participar. Por favor, respóndanos: si no puede, otra "
        "persona aún tiene tiempo de ocupar su lugar."
    ),
    lead_expected=(
        "Nos dijo que participará. Si ha surgido un imprevisto, avísenos ahora para que otra "
        "persona pueda ocupar su lugar."
    ),
    answer_again="Por favor, responda de nuevo, aunque ya haya dicho que sí.",
    changed="Qué cambió: {things}.",
    changes={
        Change.TIME: "el horario",
        Change.PLACE: "el lugar",
        Change.WORK: "su tarea",
        Change.JOINING: "la forma de participar",
        Change.CALLED: "ahora le necesitamos",
    },
    when="Cuándo",
    where="Dónde",
    join="Conectarse en línea",
    remote="Puede participar desde donde esté.",
    work="Su tarea",
    bring="Por favor, traiga",
    hours="de {starts} a {ends}",
    titles={
        Title.ADVISER: "Asesoría",
        Title.INTERPRETER: "Interpretación",
        Title.SUPERVISOR: "Supervisión",
        Title.INTAKE: "Recepción",
        Title.PRESENTER: "Presentación",
        Title.OPERATOR: "Atención telefónica",
        Title.STANDBY: "En reserva",
    },
    matters={
        Matter.REMOVAL_DEFENSE: "Defensa contra la deportación",
        Matter.ASYLUM: "Asilo",
        Matter.DACA: "DACA",
        Matter.GREEN_CARD: "Tarjeta de residencia",
        Matter.NATURALIZATION: "Naturalización",
        Matter.VISA: "Visa",
        Matter.TRAVEL_ORDERS: "Viajes y órdenes ejecutivas",
        Matter.KNOW_YOUR_RIGHTS: "Conozca sus derechos",
    },
    things={
        Thing.PHOTO_ID: "Una identificación con foto para la recepción",
        Thing.BAR_CARD: "Su credencial del colegio de abogados",
        Thing.ACCREDITATION: "Su carta de acreditación",
        Thing.STUDENT_CARD: "Su credencial de estudiante",
        Thing.QUIET_ROOM: "Un cuarto tranquilo donde nadie más pueda escuchar",
        Thing.HEADSET: "Unos audífonos con micrófono",
    },
    interpreting="Interpretación en {language}",
    relaying="Interpretación del {language} al {bridge}",
    interpreter_beside="Le acompaña un o una intérprete de {language}",
    any_language="cualquier idioma",
    languages={
        "cab": "garífuna",
        "cmn": "mandarín",
        "ff": "fulani",
        "jam": "criollo jamaicano",
        "kar": "karen",
        "mam": "mam",
        "mix": "mixteco",
        "nah": "náhuatl",
        "nan": "min nan",
        "ml": "malayalam",
    },
    answer="Aceptar o rechazar",
    answer_how=(
        "Responda en nuestra página, sin contraseña: una respuesta que solo dé en su calendario "
        "todavía no nos llega. "
        "Abrirla no cambia nada: allí elige usted."
    ),
    answer_anywhere=(
        "Responda en su calendario o en nuestra página, sin contraseña. "
        "Abrirla no cambia nada: allí elige usted."
    ),
    answer_page="Sin contraseña. Abrir la página no cambia nada: allí elige usted.",
    answer_later=(
        "Si más adelante surge un imprevisto, vuelva a esa página lo antes posible "
        "para que otra persona pueda ocupar su lugar."
    ),
    see_shifts="Ver sus turnos",
    calendar_hint=("Si el turno sigue en su calendario, abra el archivo adjunto y desaparecerá."),
    copy_link="Si el botón no se abre, copie esta dirección en su navegador:",
    thanks="Gracias por abrir la puerta.",
    why_invite="Recibe esta carta porque colabora como voluntario o voluntaria con {sender}.",
    personal=(
        "Es solo para usted: por favor, no la reenvíe, porque su enlace responde en su nombre."
    ),
    why_plain="Recibe esta carta porque su dirección está registrada en {sender}.",
    my_shifts="Mis turnos en Open Door",
    stop_reminders=(
        "¿Prefiere no recibir recordatorios? Las invitaciones y los cambios le seguirán llegando. "
        "Deténgalos aquí:"
    ),
    sign_in_subject="Su enlace para entrar en Open Door",
    sign_in=(
        "Este es su enlace para entrar. Funciona una sola vez y durante diez minutos.",
        "Si no lo pidió, puede ignorar esta carta: no pasa nada.",
    ),
    sign_in_button="Entrar",
    session_kinds={
        SessionKind.CLINIC: "Clínica",
        SessionKind.HOTLINE: "Línea de ayuda",
        SessionKind.WORKSHOP: "Taller",
        SessionKind.OUTREACH: "Visita comunitaria",
    },
    sayings={
        Saying.WEEK_OF: "Semana del {day}",
        Saying.SINCE: "desde el {day}",
        Saying.UNTIL: "hasta el {day}",
        Saying.NEW: "nuevo",
        Saying.MORE: "y {number} más",
        Saying.FILLED: "{filled} de {wanted} cubiertos",
        Saying.NOT_PUBLISHED: "El plan aún no se ha publicado.",
        Saying.NO_ANSWER: "aún sin respuesta",
        Saying.FROM_ELSEWHERE: "a distancia",
        Saying.OPEN: "Sigue libre",
        Saying.WORK_IN: "{work} en {language}",
        Saying.OFFICE_SUBJECT: "{place}, {day}: quién viene y qué sigue libre",
        Saying.OFFICE_HEADING: "{place}: los próximos días",
        Saying.OFFICE_LEAD: (
            "Aquí ve quién viene a sus sesiones en los próximos siete días, qué sigue libre y qué "
            "ha cambiado desde la última carta."
        ),
        Saying.OFFICE_NEWS: "Novedades desde la última carta",
        Saying.OFFICE_QUIET: "No hay sesiones en los próximos siete días.",
        Saying.OFFICE_BUTTON: "Abrir la lista",
        Saying.JOINED: "Hemos invitado a {name}",
        Saying.JOINED_MANY: "Hemos invitado a alguien para {number} turnos",
        Saying.ACCEPTED: "{name} dijo que sí",
        Saying.GAVE_BACK: "{name} no puede venir",
        Saying.LEFT: "{name} ya no viene",
        Saying.CHANGED: "{name} viene a otra hora o para otra tarea",
        Saying.SUBJECT: "{day}: lo que le espera",
        Saying.HEADING: "Lo que le espera",
        Saying.LEAD: "Así están las semanas esta mañana, y esto es lo que espera a alguien.",
        Saying.ALL_OFFICES: "Todas las oficinas",
        Saying.BUTTON: "Abrir la semana",
        Saying.ABOUT_UNPUBLISHED: "Empieza pronto y no está publicada",
        Saying.ABOUT_GIVEN_BACK: "Turnos devueltos que nadie ha tomado",
        Saying.ABOUT_ANSWER: "Respuestas por correo que esperan su decisión",
        Saying.ABOUT_UNANSWERED: "Personas invitadas que no han respondido",
        Saying.ABOUT_TROUBLE: "El correo no les llega",
        Saying.ABOUT_FAILED: "Cartas que no se pudieron entregar",
        Saying.ABOUT_CREDENTIAL: "Credenciales que vencen",
        Saying.SAID_YES: "dice que sí",
        Saying.SAID_NO: "dice que no",
        Saying.SAID_MAYBE: "aún no lo sabe",
        Saying.SAID_OTHER_TIME: "propone otro horario",
        Saying.SAID_OTHER_PERSON: "quiere que venga otra persona",
        Saying.SAID_WORDS: "escribió un correo",
        Saying.WHY_ACCOUNT: "Recibe esta carta porque tiene una cuenta en {sender}.",
        Saying.DIGEST_STOP: "¿Cada día, solo los lunes o nunca? Elíjalo aquí:",
        Saying.HOURS_SUBJECT: "¿Siguen siendo correctas sus horas?",
        Saying.HOURS_HEADING: "¿Siguen siendo correctas sus horas?",
        Saying.HOURS_LEAD: (
            "Estas son las horas en las que nos dijo que podía colaborar. Si siguen igual, basta "
            "con un toque. Si no, cámbielas allí: así nadie contará con usted en vano."
        ),
        Saying.HOURS_UNTIL: "Valen como confirmadas hasta el {day}.",
        Saying.HOURS_NEVER: "Vienen de una lista y usted aún no las ha confirmado.",
        Saying.HOURS_LABEL: "Su semana habitual",
        Saying.HOURS_ODD: "{hours}, en semanas impares",
        Saying.HOURS_EVEN: "{hours}, en semanas pares",
        Saying.HOURS_IF_NEEDED: "{hours}, si hace falta",
        Saying.HOURS_BUTTON: "Sí, o cambiarlas",
        Saying.HOURS_STOP: (
            "¿Prefiere que no le preguntemos? Las invitaciones le seguirán llegando. "
            "Detenga estas preguntas aquí:"
        ),
    },
)
