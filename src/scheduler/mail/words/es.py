"""Spanish, as it is written in the United States."""

from __future__ import annotations

from scheduler.mail.words.catalogue import Words
from scheduler.model.bringing import Thing
from scheduler.model.letters import Change, LetterKind
from scheduler.model.matters import Matter
from scheduler.model.sessions import Title

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
    interpreter_beside="Tendrá a su lado a alguien que interpreta: {language}",
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
)
