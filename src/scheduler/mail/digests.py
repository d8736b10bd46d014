"""The digest of an office or a coordinator, as its reader gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from scheduler.calendars.texts import one_line, safe_link
from scheduler.mail.pages import Page, Row, Section, greeting
from scheduler.mail.sayings import Saying
from scheduler.mail.stoppable import render_stoppable
from scheduler.mail.tasks import interpreting
from scheduler.mail.words import Words, words_for
from scheduler.model.digests import (
    Addressed,
    CoordinatorDigest,
    Digest,
    News,
    NewsKind,
    OfficeDigest,
    Point,
    SeatTold,
    SessionTold,
    Topic,
    WeekTold,
)
from scheduler.model.letters import LetterKind, RenderedLetter, Sender
from scheduler.model.mail_answers import Said
from scheduler.model.rosters import Reply
from scheduler.model.sessions import Title

MOST = 12
"""Lines of one section; what is left out is counted."""
MANY = 6
"""From so many on, those who have been asked are counted only."""
_CHECK, _RING, _WAIT, _DOT = "\u2713", "\u25cb", "\u2026", "\u2022"
_BETWEEN = " \u00b7 "
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})
_NEWS = {
    NewsKind.GAVE_BACK: Saying.GAVE_BACK,
    NewsKind.LEFT: Saying.LEFT,
    NewsKind.CHANGED: Saying.CHANGED,
    NewsKind.ACCEPTED: Saying.ACCEPTED,
    NewsKind.JOINED: Saying.JOINED,
}
_ABOUT = {
    Topic.UNPUBLISHED: (Saying.ABOUT_UNPUBLISHED, "/weeks"),
    Topic.GIVEN_BACK: (Saying.ABOUT_GIVEN_BACK, "/weeks"),
    Topic.ANSWER: (Saying.ABOUT_ANSWER, "/letters/answers"),
    Topic.UNANSWERED: (Saying.ABOUT_UNANSWERED, "/weeks"),
    Topic.TROUBLE: (Saying.ABOUT_TROUBLE, "/letters/answers"),
    Topic.FAILED: (Saying.ABOUT_FAILED, "/letters?delivery=failed"),
    Topic.CREDENTIAL: (Saying.ABOUT_CREDENTIAL, "/people?expiring=true"),
}
_SAID = {
    Said.ACCEPTED: Saying.SAID_YES,
    Said.DECLINED: Saying.SAID_NO,
    Said.TENTATIVE: Saying.SAID_MAYBE,
    Said.COUNTER: Saying.SAID_OTHER_TIME,
    Said.DELEGATED: Saying.SAID_OTHER_PERSON,
    Said.WORDS: Saying.SAID_WORDS,
}


def render_digest(digest: Digest, sender: Sender) -> RenderedLetter:
    """The letter; the same digest gives the same bytes."""
    words = words_for(digest.language)
    if isinstance(digest, OfficeDigest):
        subject = words.sayings[Saying.OFFICE_SUBJECT].format(
            place=one_line(digest.place), day=_day(digest.day, words)
        )
        page = _office_page(digest, words, sender)
    else:
        subject = words.sayings[Saying.SUBJECT].format(day=_day(digest.day, words))
        page = _coordinator_page(digest, words, sender)
    return render_stoppable(page, subject, (digest.name, digest.email), sender, digest.stamp)


def _page(
    digest: Addressed, words: Words, sender: Sender, heading: str, lead: str, button: str
) -> Page:
    """What both digests share."""
    name = one_line(sender.name)
    return Page(
        language=words.code,
        direction=words.direction,
        sender=name,
        greeting=greeting(digest.name, words),
        lead=(lead,),
        why=words.sayings[Saying.WHY_ACCOUNT].format(sender=name),
        copy_link=words.copy_link,
        heading=heading,
        kind=LetterKind.DIGEST,
        preview=lead,
        button=button,
        url=safe_link(digest.url),
        stop=words.sayings[Saying.DIGEST_STOP],
        stop_url=safe_link(digest.stop_url),
    )


# ---- offices --------------------------------------------------------------------


def _office_page(digest: OfficeDigest, words: Words, sender: Sender) -> Page:
    says = words.sayings
    heading = says[Saying.OFFICE_HEADING].format(place=one_line(digest.place))
    lead = says[Saying.OFFICE_LEAD if digest.sessions else Saying.OFFICE_QUIET]
    page = _page(digest, words, sender, heading, lead, says[Saying.OFFICE_BUTTON])
    zone = ZoneInfo(digest.timezone)
    sections = [_session(session, words, zone) for session in digest.sessions]
    if digest.news:
        rows = tuple(_all_news(digest.news, words, zone))
        sections.insert(0, Section(says[Saying.OFFICE_NEWS], _fewer(rows, words)))
    return _with(page, sections)


def _all_news(every: tuple[News, ...], words: Words, zone: ZoneInfo) -> Iterator[Row]:
    """What was lost first. After a publication its many names stand with the sessions below."""
    for kind in _NEWS:
        told = [news for news in every if news.kind is kind]
        if kind is NewsKind.JOINED and len(told) > MANY:
            yield Row(words.sayings[Saying.JOINED_MANY].format(number=len(told)), sign=_DOT)
        else:
            yield from (_news(news, words, zone) for news in told)


def _news(news: News, words: Words, zone: ZoneInfo) -> Row:
    sign = {NewsKind.ACCEPTED: _CHECK, NewsKind.GAVE_BACK: _RING}.get(news.kind, _DOT)
    told = words.sayings[_NEWS[news.kind]].format(name=one_line(news.name))
    note = _BETWEEN.join((_moment(news.starts, words, zone), words.titles[news.title]))
    return Row(told, note, sign=sign)


def _session(session: SessionTold, words: Words, zone: ZoneInfo) -> Section:
    starts, ends = session.starts.astimezone(zone), session.ends.astimezone(zone)
    kind = words.session_kinds[session.kind]
    heading = f"{_day(starts, words)}, {_hours(starts, ends, words)}: {kind}"
    if not session.published:
        return Section(heading, (Row(words.sayings[Saying.NOT_PUBLISHED], sign=_WAIT),))
    rows: list[Row] = []
    for shift in session.shifts:
        if len(session.shifts) > 1 and shift.seats:
            first, last = shift.starts.astimezone(zone), shift.ends.astimezone(zone)
            rows.append(Row(_hours(first, last, words), leads=True))
        rows += [_seat(seat, words, zone) for seat in shift.seats]
    return Section(heading, tuple(rows))


def _seat(seat: SeatTold, words: Words, zone: ZoneInfo) -> Row:
    says = words.sayings
    work = _work(seat, words)
    if not seat.name:
        since = (
            says[Saying.SINCE].format(day=_day(seat.since.astimezone(zone), words))
            if seat.since
            else ""
        )
        return Row(
            says[Saying.OPEN], _BETWEEN.join(filter(None, (work, since))), "", _RING, calls=True
        )
    answered = seat.reply is Reply.ACCEPTED
    notes = (
        work,
        says[Saying.FROM_ELSEWHERE] if seat.remote else "",
        "" if answered else says[Saying.NO_ANSWER],
    )
    sign = _CHECK if answered else _WAIT
    return Row(one_line(seat.name), _BETWEEN.join(filter(None, notes)), sign=sign)


def _work(seat: SeatTold, words: Words) -> str:
    title = words.titles[seat.title]
    if seat.title is Title.INTERPRETER:
        return interpreting(seat.language, seat.bridge, words)
    if seat.matter is None:
        return title
    work = words.sayings[Saying.WORK_IN].format(
        work=words.matters[seat.matter], language=words.language(seat.language)
    )
    return f"{title}, {work}"


# ---- coordinators ---------------------------------------------------------------


def _coordinator_page(digest: CoordinatorDigest, words: Words, sender: Sender) -> Page:
    says = words.sayings
    page = _page(
        digest, words, sender, says[Saying.HEADING], says[Saying.LEAD], says[Saying.BUTTON]
    )
    sections = [*_points(digest, words), *(_week(w, words) for w in digest.weeks)]
    return _with(replace(page, url=f"{page.url}/weeks"), sections)


def _week(week: WeekTold, words: Words) -> Section:
    heading = words.sayings[Saying.WEEK_OF].format(day=_day(week.monday, words))
    if not week.version:
        return Section(heading, (Row(words.sayings[Saying.NOT_PUBLISHED], sign=_WAIT),))
    rows = [_fill(one_line(o.place), o.filled, o.wanted, words) for o in week.offices]
    if len(rows) > 1:
        total = words.sayings[Saying.ALL_OFFICES]
        rows.append(_fill(total, week.filled, week.wanted, words))
    return Section(heading, tuple(rows))


def _fill(place: str, filled: int, wanted: int, words: Words) -> Row:
    told = words.sayings[Saying.FILLED].format(filled=filled, wanted=wanted)
    return Row(place, value=told, sign=_CHECK if filled == wanted else _RING)


def _points(digest: CoordinatorDigest, words: Words) -> Iterator[Section]:
    for topic in Topic:
        rows = tuple(
            _point(point, words, digest, new=point.key not in digest.known)
            for point in digest.about(topic)
        )
        if rows:
            saying, path = _ABOUT[topic]
            # A list cut short keeps what is new: it is why the letter was written.
            ordered = tuple(sorted(rows, key=lambda row: not row.mark))
            base = safe_link(digest.url)
            yield Section(words.sayings[saying], _fewer(ordered, words), f"{base}{path}")


def _point(point: Point, words: Words, digest: CoordinatorDigest, *, new: bool) -> Row:
    zone = ZoneInfo(digest.timezone)
    says = words.sayings
    told = [
        says[_SAID[point.said]] if point.said in _SAID else "",
        words.titles[point.title] if point.title else "",
        one_line(point.place),
        _moment(point.starts, words, ZoneInfo(point.timezone)) if point.starts else "",
        _when(point, words),
        says[Saying.SINCE].format(day=_day(point.since.astimezone(zone), words))
        if point.since
        else "",
    ]
    text = one_line(point.who)
    if point.topic is Topic.UNPUBLISHED and point.day:
        text = says[Saying.WEEK_OF].format(day=_day(point.day, words))
    # Where everything is new nothing needs to be marked.
    mark = says[Saying.NEW] if new and digest.known else ""
    return Row(text, _BETWEEN.join(filter(None, told)), sign=_DOT, mark=mark)


def _when(point: Point, words: Words) -> str:
    if point.topic is not Topic.CREDENTIAL or point.day is None:
        return ""
    return words.sayings[Saying.UNTIL].format(day=_day(point.day, words))


# ---- both -----------------------------------------------------------------------


def _with(page: Page, sections: list[Section]) -> Page:
    return replace(page, sections=tuple(section for section in sections if section.rows))


def _fewer(rows: tuple[Row, ...], words: Words) -> tuple[Row, ...]:
    if len(rows) <= MOST:
        return rows
    more = words.sayings[Saying.MORE].format(number=len(rows) - MOST)
    return (*rows[:MOST], Row(more))


def _day(day: date, words: Words) -> str:
    return str(format_skeleton("MMMEd", day, locale=words.locale)).translate(_SPACES)


def _clock(moment: datetime, words: Words) -> str:
    return str(format_time(moment, "short", locale=words.locale)).translate(_SPACES)


def _hours(starts: datetime, ends: datetime, words: Words) -> str:
    return words.hours.format(starts=_clock(starts, words), ends=_clock(ends, words))


def _moment(moment: datetime, words: Words, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{_day(local, words)}, {_clock(local, words)}"
