"""English."""

from __future__ import annotations

from scheduler.mail.sayings import Saying
from scheduler.mail.words.catalogue import Words
from scheduler.model.bringing import Thing
from scheduler.model.letters import Change, LetterKind
from scheduler.model.matters import Matter
from scheduler.model.sessions import SessionKind, Title

WORDS = Words(
    code="en",
    locale="en_US",
    subjects={
        LetterKind.INVITE: "Your shift on {day}, {time}, {place}",
        LetterKind.UPDATE: "Changed: your shift on {day}, {time}, {place}",
        LetterKind.CANCEL: "Cancelled: your shift on {day}, {time}, {place}",
        LetterKind.REMINDER: "Reminder: your shift on {day}, {time}, {place}",
    },
    chips={
        LetterKind.INVITE: "Please answer",
        LetterKind.UPDATE: "Changed",
        LetterKind.CANCEL: "Cancelled",
        LetterKind.REMINDER: "Reminder",
    },
    headings={
        LetterKind.INVITE: "Can you be there?",
        LetterKind.UPDATE: "Your shift has changed",
        LetterKind.CANCEL: "You do not need to come",
        LetterKind.REMINDER: "Your shift is coming up",
    },
    greeting="Hello {name},",
    greeting_nameless="Hello,",
    lead_invite=(
        "Thank you for giving your time. We would like to count on you for this shift. "
        "Please tell us whether you can come."
    ),
    subject_standby="On standby on {day}, {time}, {place}",
    heading_standby="Can you be on standby?",
    lead_standby=(
        "Thank you for giving your time. We would like to have you on standby for this shift. "
        "Please tell us whether we may count on you."
    ),
    standby=(
        "Being on standby means: please keep the time free. You come only if we write or call by "
        "the evening before, because somebody else cannot. If you hear nothing, the time is yours."
    ),
    lead_called=(
        "You were on standby for this shift, and now you are needed: thank you for keeping the "
        "time free. Please look at what you would do, and tell us whether you can come."
    ),
    lead_update="Please look at your shift once more. This is how it stands now.",
    lead_cancel=(
        "We are sorry: this shift has been taken off your schedule. "
        "You do not need to come, and there is nothing you have to do. "
        "Thank you for keeping the time free for us."
    ),
    lead_remind=(
        "You have not told us yet whether you can come. Please do: if you cannot, somebody else "
        "still has time to step in."
    ),
    lead_expected=(
        "You said that you will be there. If something has come up, please tell us now, so that "
        "somebody else can step in."
    ),
    answer_again="Please answer once more, even if you have said yes before.",
    changed="What changed: {things}.",
    changes={
        Change.TIME: "the time",
        Change.PLACE: "the place",
        Change.WORK: "what you do",
        Change.JOINING: "how you take part",
        Change.CALLED: "you are needed now",
    },
    when="When",
    where="Where",
    join="Join online",
    remote="You take part from wherever you are.",
    work="What you do",
    bring="Please bring",
    hours="{starts} to {ends}",
    titles={
        Title.ADVISER: "Adviser",
        Title.INTERPRETER: "Interpreter",
        Title.SUPERVISOR: "Supervisor",
        Title.INTAKE: "Intake",
        Title.PRESENTER: "Presenter",
        Title.OPERATOR: "Operator",
        Title.STANDBY: "On standby",
    },
    matters={
        Matter.REMOVAL_DEFENSE: "Removal defense",
        Matter.ASYLUM: "Asylum",
        Matter.DACA: "DACA",
        Matter.GREEN_CARD: "Green card",
        Matter.NATURALIZATION: "Naturalization",
        Matter.VISA: "Visa",
        Matter.TRAVEL_ORDERS: "Travel and executive orders",
        Matter.KNOW_YOUR_RIGHTS: "Know Your Rights",
    },
    things={
        Thing.PHOTO_ID: "A photo ID for the front desk",
        Thing.BAR_CARD: "Your bar card",
        Thing.ACCREDITATION: "Your accreditation letter",
        Thing.STUDENT_CARD: "Your student card",
        Thing.QUIET_ROOM: "A quiet room where nobody else can listen",
        Thing.HEADSET: "A headset",
    },
    interpreting="Interpreting {language}",
    relaying="Interpreting {language} into {bridge}",
    interpreter_beside="An interpreter for {language} sits with you",
    any_language="any language",
    languages={},
    answer="Accept or decline",
    answer_how=(
        "Please answer on our page, no password is needed: an answer that you only give in your "
        "calendar does not reach us yet. "
        "Opening the page changes nothing: you choose there."
    ),
    answer_anywhere=(
        "Answer in your calendar or on our page; no password is needed. "
        "Opening the page changes nothing: you choose there."
    ),
    answer_page="No password is needed. Opening the page changes nothing: you choose there.",
    answer_later=(
        "If something comes up later, come back to that page as early as you can, "
        "so that somebody else can step in."
    ),
    see_shifts="See your shifts",
    calendar_hint=(
        "If the shift is still in your calendar, open the attached file and it disappears."
    ),
    copy_link="If the button does not open, copy this address into your browser:",
    thanks="Thank you for opening the door.",
    why_invite="You receive this letter because you volunteer with {sender}.",
    personal=(
        "It is for you alone: please do not forward it, because its link answers in your name."
    ),
    why_plain="You receive this letter because your address is on file with {sender}.",
    my_shifts="My shifts at Open Door",
    stop_reminders=(
        "You would rather have no reminders? Invitations and changes still reach you. "
        "Stop them here:"
    ),
    sign_in_subject="Your sign-in link for Open Door",
    sign_in=(
        "Here is your link to sign in. It works once, within ten minutes.",
        "If you did not ask for it, put this letter away: nothing happens.",
    ),
    sign_in_button="Sign in",
    session_kinds={
        SessionKind.CLINIC: "Clinic",
        SessionKind.HOTLINE: "Hotline",
        SessionKind.WORKSHOP: "Workshop",
        SessionKind.OUTREACH: "Outreach",
    },
    sayings={
        Saying.WEEK_OF: "Week of {day}",
        Saying.SINCE: "since {day}",
        Saying.UNTIL: "until {day}",
        Saying.NEW: "new",
        Saying.MORE: "and {number} more",
        Saying.FILLED: "{filled} of {wanted} filled",
        Saying.NOT_PUBLISHED: "The plan is not published yet.",
        Saying.NO_ANSWER: "no answer yet",
        Saying.FROM_ELSEWHERE: "from elsewhere",
        Saying.OPEN: "Still open",
        Saying.WORK_IN: "{work} in {language}",
        Saying.OFFICE_SUBJECT: "{place}, {day}: who comes, and what is open",
        Saying.OFFICE_HEADING: "{place}: the coming days",
        Saying.OFFICE_LEAD: (
            "This is who comes to your sessions in the next seven days, what is still open, and "
            "what has changed since the last letter."
        ),
        Saying.OFFICE_NEWS: "New since the last letter",
        Saying.OFFICE_QUIET: "Nothing takes place in the next seven days.",
        Saying.OFFICE_BUTTON: "Open the roster",
        Saying.JOINED: "{name} has been asked to come",
        Saying.JOINED_MANY: "{number} shifts have somebody who has been asked to come",
        Saying.ACCEPTED: "{name} said yes",
        Saying.GAVE_BACK: "{name} cannot come",
        Saying.LEFT: "{name} does not come any more",
        Saying.CHANGED: "{name} comes at another time, or for something else",
        Saying.SUBJECT: "{day}: what needs you",
        Saying.HEADING: "What needs you",
        Saying.LEAD: "This is how the weeks stand this morning, and what waits for somebody.",
        Saying.ALL_OFFICES: "All offices",
        Saying.BUTTON: "Open the week",
        Saying.ABOUT_UNPUBLISHED: "Begins soon, and is not published",
        Saying.ABOUT_GIVEN_BACK: "Given back, and nobody in their place",
        Saying.ABOUT_ANSWER: "Answers by mail that wait for you",
        Saying.ABOUT_UNANSWERED: "Invited, without an answer",
        Saying.ABOUT_TROUBLE: "Mail does not reach them",
        Saying.ABOUT_FAILED: "Letters that could not be delivered",
        Saying.ABOUT_CREDENTIAL: "Credentials that end",
        Saying.SAID_YES: "says yes",
        Saying.SAID_NO: "says no",
        Saying.SAID_MAYBE: "is not sure yet",
        Saying.SAID_OTHER_TIME: "proposes another time",
        Saying.SAID_OTHER_PERSON: "wants somebody else to come instead",
        Saying.SAID_WORDS: "wrote a mail",
        Saying.WHY_ACCOUNT: "You receive this letter because you have an account with {sender}.",
        Saying.DIGEST_STOP: "Every day, on Mondays only, or not at all? Choose here:",
        Saying.HOURS_SUBJECT: "Are your hours still right?",
        Saying.HOURS_HEADING: "Are your hours still right?",
        Saying.HOURS_LEAD: (
            "This is when you said that you could serve. If it still holds, one tap is enough. "
            "If not, change it there: then nobody counts on you in vain."
        ),
        Saying.HOURS_UNTIL: "They count as confirmed until {day}.",
        Saying.HOURS_NEVER: "They came from a list, and you have not confirmed them yet.",
        Saying.HOURS_LABEL: "Your usual week",
        Saying.HOURS_ODD: "{hours}, in odd weeks",
        Saying.HOURS_EVEN: "{hours}, in even weeks",
        Saying.HOURS_IF_NEEDED: "{hours}, if needed",
        Saying.HOURS_BUTTON: "Yes, or change them",
        Saying.HOURS_STOP: (
            "You would rather not be asked? Invitations still reach you. Stop these questions here:"
        ),
    },
)
