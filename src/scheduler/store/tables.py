"""Every table, column by column. What one row means is said here and nowhere else."""

from __future__ import annotations

from piccolo.columns import (
    JSONB,
    Array,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    SmallInt,
    Text,
    Time,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Unique
from piccolo.table import Table

from scheduler.store.piccolo_conf import DB

# ---- places and people ------------------------------------------------------


class Office(Table, db=DB):
    """A district office, or the hotline."""

    key = Varchar(length=60, unique=True)
    name = Varchar(length=200)
    timezone = Varchar(length=60)
    stations = SmallInt()
    address = Varchar(length=300)
    conference = Varchar(length=500, help_text="https address of remote sessions")


class Travel(Table, db=DB):
    """Minutes between two offices, stored once with the keys in order."""

    origin = Varchar(length=60)
    destination = Varchar(length=60)
    minutes = SmallInt()
    one_row_a_pair = Unique([origin, destination])


class Volunteer(Table, db=DB):
    """A person who gives time."""

    email = Varchar(length=254, unique=True)
    name = Varchar(length=200)
    phone = Varchar(length=60)
    kind = Varchar(length=30)
    credential_state = Varchar(length=60)
    credential_number = Varchar(length=60)
    credential_expires = Date(null=True, default=None)
    matters = Array(base_column=Varchar(length=40))
    advises = Array(base_column=Varchar(length=20))
    interprets = Array(base_column=Varchar(length=20))
    relays = JSONB(default="[]", help_text='interpreted only into another: [["mam", "es"], ...]')
    offices = Array(base_column=Varchar(length=60))
    remote = Boolean(default=False)
    pledge_minutes = Integer(default=120)
    supervises = Boolean(default=False)
    organisation = Varchar(length=200)
    language = Varchar(length=20, default="en")
    timezone = Varchar(length=60, default="America/New_York")
    availability_confirmed_at = Timestamptz(null=True, default=None)
    reminders = Boolean(default=True, help_text="false: the person wants no reminders")
    hours_letters = Boolean(default=True, help_text="false: never ask whether hours still hold")
    hours_asked_at = Timestamptz(null=True, default=None, help_text="when that was last asked")


class WeeklyAvailability(Table, db=DB):
    """A stretch of a weekday (0 = Monday) in which the person can serve."""

    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False, index=True)
    weekday = SmallInt()
    starts = Time()
    ends = Time()
    level = Varchar(length=20)
    weeks = Varchar(length=10, default="every")


class DateAvailability(Table, db=DB):
    """What holds on one date instead of the weekly pattern; an empty list means away."""

    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False)
    day = Date()
    slots = JSONB(default="[]", help_text='[["09:00", "12:00", "available"], ...]')
    one_row_a_day = Unique([volunteer, day])


class OwnCalendar(Table, db=DB):
    """The address of a person's own calendar: when they are busy is read from it.

    Whoever has ``address`` can read that calendar, so nothing ever shows it again.
    """

    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False, unique=True)
    address = Text(secret=True)
    shown = Varchar(length=300, help_text="its host and last characters")
    created_at = Timestamptz(default=TimestamptzNow())
    tried_at = Timestamptz(null=True, default=None)
    read_at = Timestamptz(null=True, default=None, help_text="when that last went well")
    whole_at = Timestamptz(null=True, default=None, help_text="when it last came whole")
    mark = Varchar(length=300, help_text="the entity tag it then came with")
    remark = Varchar(length=300, help_text="what its owner should know of the reading")
    failing_since = Timestamptz(null=True, default=None)
    failures = SmallInt(default=0, help_text="in a row")
    failure = Text()
    next_at = Timestamptz(null=True, default=None, index=True, help_text="null: not by itself")


class BusyTime(Table, db=DB):
    """A stretch in which a person's own calendar says that they are busy; nothing else of it."""

    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False, index=True)
    starts = Timestamptz()
    ends = Timestamptz(index=True)


# ---- demand -----------------------------------------------------------------


class Session(Table, db=DB):
    """One block of service at an office."""

    office = ForeignKey(Office, on_delete=OnDelete.restrict, null=False)
    starts = Timestamptz(index=True)
    ends = Timestamptz()
    shift_minutes = SmallInt()
    kind = Varchar(length=20)
    modality = Varchar(length=20)
    stations = SmallInt()
    intake = SmallInt()
    standby = SmallInt(default=0, help_text="people held ready in every shift")
    one_session_at_a_start = Unique([office, starts])


class Need(Table, db=DB):
    """What the office asks for in a session: counts only."""

    session = ForeignKey(Session, on_delete=OnDelete.cascade, null=False, index=True)
    matter = Varchar(length=40)
    language = Varchar(length=20, null=True, default=None, help_text="null: any language")
    consultations = SmallInt()
    minutes_each = SmallInt()
    priority = Varchar(length=10, default="normal")


# ---- planning ---------------------------------------------------------------


class Run(Table, db=DB):
    """One solve of one week, followed while it lasts and replayable afterwards."""

    monday = Date(index=True)
    state = Varchar(length=20, default="queued")
    requested_by = Varchar(length=254)
    requested_at = Timestamptz(default=TimestamptzNow())
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    seconds = Integer(default=60)
    seed = Integer(default=0)
    max_changes = Integer(null=True, default=None)
    stop_requested = Boolean(default=False)
    progress = JSONB(default="[]")
    snapshot = JSONB(default="{}", help_text="the problem as it was solved")
    result = JSONB(default="{}")
    failure = Text()


class RunPart(Table, db=DB):
    """A part of a large run that waits for a worker, or for the run to fetch its result."""

    run = ForeignKey(Run, on_delete=OnDelete.cascade, null=False, index=True)
    work = Bytea(help_text="what is to be done: planning/part_work.py")
    result = Bytea(null=True, default=None, help_text="empty with a failure")
    failure = Text()


class Draft(Table, db=DB):
    """A proposed plan for a week. ``revision`` rises with every edit."""

    monday = Date(index=True)
    run = ForeignKey(Run, on_delete=OnDelete.set_null, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    created_by = Varchar(length=254)
    state = Varchar(length=20, default="open", help_text="open, published, replaced")
    revision = Integer(default=1)


class DraftSeat(Table, db=DB):
    """A volunteer in a seat of a draft."""

    draft = ForeignKey(Draft, on_delete=OnDelete.cascade, null=False, index=True)
    session = ForeignKey(Session, on_delete=OnDelete.cascade, null=False)
    shift = SmallInt()
    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False)
    role = Varchar(length=20)
    need = ForeignKey(Need, on_delete=OnDelete.cascade, null=True, default=None)
    language = Varchar(length=20, null=True, default=None)
    bridge = Varchar(length=20, null=True, default=None, help_text="interprets only into it")
    remote = Boolean(default=False)
    once_a_shift = Unique([draft, session, shift, volunteer])


class DraftEdit(Table, db=DB):
    """One change made by hand, kept so that it can be undone."""

    draft = ForeignKey(Draft, on_delete=OnDelete.cascade, null=False, index=True)
    at = Timestamptz(default=TimestamptzNow())
    actor = Varchar(length=254)
    removed = JSONB(default="[]")
    added = JSONB(default="[]")


class Pin(Table, db=DB):
    """A wish of a coordinator that every run honours: must sit there, or must not."""

    session = ForeignKey(Session, on_delete=OnDelete.cascade, null=False, index=True)
    shift = SmallInt()
    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=False)
    must = Boolean()
    reason = Varchar(length=300)
    one_wish = Unique([session, shift, volunteer])


# ---- published --------------------------------------------------------------


class Roster(Table, db=DB):
    """What was published for a week; never changed afterwards."""

    monday = Date()
    version = Integer()
    draft = ForeignKey(Draft, on_delete=OnDelete.set_null, null=True, default=None)
    published_by = Varchar(length=254)
    published_at = Timestamptz(default=TimestamptzNow())
    seats = JSONB(default="[]", help_text="the placements of this version")
    one_version = Unique([monday, version])


class Assignment(Table, db=DB):
    """A person held to a shift, from publication until release.

    ``uid`` and ``sequence`` are the calendar's (RFC 5545 3.8.4.7, 3.8.7.4). A migration
    adds the constraint by which nobody serves in two places at once.
    """

    uid = Varchar(length=80, unique=True)
    session = ForeignKey(Session, on_delete=OnDelete.restrict, null=False, index=True)
    shift = SmallInt()
    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.restrict, null=False, index=True)
    starts = Timestamptz()
    ends = Timestamptz()
    role = Varchar(length=20)
    need = ForeignKey(Need, on_delete=OnDelete.restrict, null=True, default=None)
    language = Varchar(length=20, null=True, default=None)
    bridge = Varchar(length=20, null=True, default=None, help_text="interprets only into it")
    remote = Boolean(default=False)
    sequence = Integer(default=0)
    reply = Varchar(length=20, default="none")
    replied_at = Timestamptz(null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())
    released_at = Timestamptz(null=True, default=None)


class Letter(Table, db=DB):
    """A mail, rendered once; the stored bytes are what is sent and re-sent."""

    kind = Varchar(length=20)
    assignment = ForeignKey(
        Assignment, on_delete=OnDelete.set_null, null=True, default=None, index=True
    )
    roster = ForeignKey(Roster, on_delete=OnDelete.set_null, null=True, default=None)
    email = Varchar(length=254, index=True)
    name = Varchar(length=200)
    sequence = Integer(default=0)
    facts = JSONB(default="{}", help_text="what the letter says, before it is rendered")
    state = Varchar(length=20, default="queued", index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    subject = Varchar(length=300)
    message_id = Varchar(length=200)
    text = Text()
    html = Text()
    calendar = Bytea(null=True, default=None)
    method = Varchar(length=20)
    mime = Bytea(null=True, default=None)
    attempts = SmallInt(default=0)
    leased_until = Timestamptz(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    transport = Varchar(length=20)
    failure = Text()
    held_until = Timestamptz(
        null=True, default=None, help_text="further changes may join it until then"
    )
    answered = Varchar(
        length=20, null=True, default=None, help_text="the reply to it when the shift changed"
    )


# ---- what comes back --------------------------------------------------------


class Arrival(Table, db=DB):
    """What came in from a mail service, as it came: stored before it is read."""

    kind = Varchar(length=20, help_text="events, mail")
    received_at = Timestamptz(default=TimestamptzNow(), index=True)
    digest = Bytea(unique=True, help_text="the same thing twice is one row")
    content_type = Varchar(length=200)
    octets = Bytea(db_column_name="raw", help_text="as it came")
    state = Varchar(length=20, default="stored", help_text="stored, read, unreadable")
    read_at = Timestamptz(null=True, default=None)


class DeliveryEvent(Table, db=DB):
    """What a mail service says became of a letter; each of its events once."""

    event = Varchar(length=200, unique=True, help_text="the service's own id")
    letter = ForeignKey(Letter, on_delete=OnDelete.cascade, null=True, default=None, index=True)
    arrival = ForeignKey(Arrival, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    kind = Varchar(length=30)
    email = Varchar(length=254)
    reason = Text()
    at = Timestamptz()


class MailAnswer(Table, db=DB):
    """What a mail to us said about a shift, and what was made of it."""

    arrival = ForeignKey(Arrival, on_delete=OnDelete.set_null, null=True, default=None, index=True)
    assignment = ForeignKey(
        Assignment, on_delete=OnDelete.cascade, null=True, default=None, index=True
    )
    sender = Varchar(length=254)
    said = Varchar(length=20, help_text="accepted, declined, tentative, counter, delegated, ...")
    outcome = Varchar(length=20)
    sequence = Integer(default=0)
    starts = Timestamptz(null=True, default=None)
    ends = Timestamptz(null=True, default=None)
    comment = Text()
    said_at = Timestamptz(null=True, default=None)
    at = Timestamptz(default=TimestamptzNow(), index=True)
    waiting = Boolean(default=False, index=True, help_text="a coordinator has to decide")
    put_away_at = Timestamptz(null=True, default=None)
    put_away_by = Varchar(length=254)


class MailTrouble(Table, db=DB):
    """An address that mail does not reach, until it is mended."""

    email = Varchar(length=254, unique=True)
    kind = Varchar(length=30, help_text="bounce, dropped, spamreport")
    reason = Text()
    at = Timestamptz(default=TimestamptzNow())


# ---- access -----------------------------------------------------------------


class Account(Table, db=DB):
    """A coordinator, or someone of an office. Volunteers sign in by their own row."""

    email = Varchar(length=254, unique=True)
    name = Varchar(length=200)
    role = Varchar(length=20)
    office = ForeignKey(Office, on_delete=OnDelete.restrict, null=True, default=None)
    disabled = Boolean(default=False)
    created_at = Timestamptz(default=TimestamptzNow())
    language = Varchar(length=20, default="en", help_text="of the letters to them")
    digest = Varchar(length=10, default="daily", help_text="daily, weekly, off")


class Digest(Table, db=DB):
    """That somebody's day was looked at for a digest: once, whatever workers do.

    Without a ``letter`` there was nothing to say. ``told`` are the keys of what it told of.
    """

    account = ForeignKey(Account, on_delete=OnDelete.cascade, null=False)
    day = Date()
    at = Timestamptz(default=TimestamptzNow())
    letter = ForeignKey(Letter, on_delete=OnDelete.set_null, null=True, default=None)
    told = JSONB(default="[]")
    once_a_day = Unique([account, day])


class SignInLink(Table, db=DB):
    """A mailed link, by the hash of its token; used once."""

    token_hash = Bytea(unique=True)
    email = Varchar(length=254, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz()
    used_at = Timestamptz(null=True, default=None)


class WebSession(Table, db=DB):
    """A browser that is signed in, by the hash of its cookie."""

    token_hash = Bytea(unique=True)
    csrf = Varchar(length=64)
    account = ForeignKey(Account, on_delete=OnDelete.cascade, null=True, default=None)
    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    seen_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz()


class Feed(Table, db=DB):
    """A calendar address someone subscribed to, by the hash of its token."""

    token_hash = Bytea(unique=True)
    office = ForeignKey(Office, on_delete=OnDelete.cascade, null=True, default=None)
    volunteer = ForeignKey(Volunteer, on_delete=OnDelete.cascade, null=True, default=None)
    created_at = Timestamptz(default=TimestamptzNow())
    revoked_at = Timestamptz(null=True, default=None)


class Upload(Table, db=DB):
    """Spreadsheets someone uploaded, until they are applied or put away."""

    created_at = Timestamptz(default=TimestamptzNow())
    created_by = Varchar(length=254)
    files = Bytea(help_text="a zip of what was uploaded")
    state = Varchar(length=20, default="waiting", help_text="waiting, applied, discarded")


class AuditEntry(Table, db=DB):
    """Who did what, when. Rows are only ever added."""

    at = Timestamptz(default=TimestamptzNow(), index=True)
    actor = Varchar(length=254)
    action = Varchar(length=60)
    subject = Varchar(length=200)
    detail = JSONB(default="{}")
