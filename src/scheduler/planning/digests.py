"""What a digest says, from how the weeks stand and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.model.digests import (
    COMING,
    HeldNews,
    News,
    NewsKind,
    OfficeFill,
    Point,
    SeatTold,
    SessionTold,
    ShiftTold,
    Topic,
    WeekTold,
)
from scheduler.model.rosters import Reply
from scheduler.model.sessions import title_of
from scheduler.model.week import Week
from scheduler.planning.attention import GivenBack
from scheduler.planning.views import (
    BoardView,
    SeatState,
    SeatView,
    SessionView,
    ShiftView,
    wanted_seat,
)


@dataclass(frozen=True, slots=True)
class StandingWeek:
    """A week as it stands. ``published_at`` None: only its demand counts.

    ``left_at`` says when a seat was left last, by its key; ``given_back`` are declined seats
    that nobody has taken.
    """

    week: Week
    board: BoardView
    version: int
    published_at: datetime | None
    left_at: Mapping[str, datetime]
    given_back: tuple[GivenBack, ...]


# ---- an office ------------------------------------------------------------------


def sessions_told(
    standing: Iterable[StandingWeek], office: str, now: datetime
) -> tuple[SessionTold, ...]:
    """The office's sessions of the coming days, with who comes and what is empty."""
    found = [
        (week, session)
        for week in standing
        for session in _sessions_of(week.board, office)
        if now < session.ends and session.starts < now + COMING
    ]
    return tuple(_session(week, s) for week, s in sorted(found, key=lambda pair: pair[1].starts))


def _sessions_of(board: BoardView, office: str) -> Iterator[SessionView]:
    for lane in board.lanes:
        if lane.office == office:
            for sessions in lane.days.values():
                yield from sessions


def _session(week: StandingWeek, session: SessionView) -> SessionTold:
    published = week.published_at is not None
    shifts = tuple(_shift(week, shift) for shift in session.shifts) if published else ()
    return SessionTold(session.kind, session.starts, session.ends, published, shifts)


def _shift(week: StandingWeek, shift: ShiftView) -> ShiftTold:
    told = [_seat(week, seat) for seat in shift.seats]
    # Who comes first, then what is missing.
    ordered = sorted(told, key=lambda seat: not seat.name)
    return ShiftTold(shift.starts, shift.ends, tuple(ordered))


def _seat(week: StandingWeek, seat: SeatView) -> SeatTold:
    title = title_of(seat.role, week.week.sessions[seat.session].kind)
    if seat.volunteer is None:
        since = week.left_at.get(seat.key, week.published_at)
        return SeatTold(title, seat.matter, seat.language, since=since)
    return SeatTold(
        title,
        seat.matter,
        seat.language,
        name=week.week.volunteers[seat.volunteer].first_name,
        reply=Reply.ACCEPTED if seat.state is SeatState.ACCEPTED else Reply.NONE,
        remote=seat.remote,
        bridge=seat.bridge,
    )


def news_told(happened: Iterable[HeldNews], office: str, since: datetime) -> tuple[News, ...]:
    """What happened at the office since then, the latest of each shift, in order of shifts."""
    found = (_news(held, since) for held in happened if held.office == office)
    return tuple(news for news in found if news is not None)


def _news(held: HeldNews, since: datetime) -> News | None:
    """What is new about one person's shift; who came and went in between is no news."""
    came = held.created_at > since
    if held.released_at is not None:
        if came or held.released_at <= since:
            return None
        kind = NewsKind.GAVE_BACK if held.reply is Reply.DECLINED else NewsKind.LEFT
        return _told(held, kind, held.released_at)
    if held.replied_at is not None and held.replied_at > since and held.reply is Reply.ACCEPTED:
        return _told(held, NewsKind.ACCEPTED, held.replied_at)
    if came:
        return _told(held, NewsKind.JOINED, held.created_at)
    if held.changed_at > since:
        return _told(held, NewsKind.CHANGED, held.changed_at)
    return None


def _told(held: HeldNews, kind: NewsKind, at: datetime) -> News:
    first = held.name.split(maxsplit=1)[0] if held.name.strip() else held.name
    return News(kind, first, held.title, held.starts, at)


# ---- coordinators ---------------------------------------------------------------


def week_told(standing: StandingWeek) -> WeekTold:
    """How far each office's week is filled."""
    offices = tuple(
        OfficeFill(lane.name, lane.filled, lane.wanted) for lane in standing.board.lanes
    )
    return WeekTold(standing.week.monday, standing.version, offices)


def unpublished(standing: Iterable[StandingWeek], today: date) -> Iterator[Point]:
    """Weeks that begin within the next seven days, or have begun, without a roster."""
    for week in standing:
        monday = week.week.monday
        ahead = monday + timedelta(days=7) > today
        if week.published_at is None and week.board.lanes and ahead and monday - today <= COMING:
            yield Point(Topic.UNPUBLISHED, f"unpublished {monday}", day=monday)


def declined(standing: Iterable[StandingWeek], now: datetime) -> Iterator[Point]:
    """Seats that were given back and are open still."""
    for week in standing:
        for back in week.given_back:
            seat = wanted_seat(back.key)
            if seat is None or back.starts <= now:
                continue
            session = week.week.sessions[seat.session]
            yield Point(
                Topic.GIVEN_BACK,
                f"given back {back.key} {back.volunteer}",
                who=back.name,
                place=back.office,
                timezone=week.week.offices[session.office].timezone,
                title=title_of(seat.role, session.kind),
                starts=back.starts,
                since=back.at,
            )
