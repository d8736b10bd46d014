"""Every topic's pages and JSON, in the order of the navigation."""

from __future__ import annotations

from api import (
    account,
    answers,
    availability,
    availability_json,
    calendars,
    imports,
    letters,
    open_seats,
    profile,
    publishing,
    reader,
    rosters,
    runs,
    seats,
    shifts,
    signing_in,
    weeks,
)

ROUTES = [
    *weeks.ROUTES,
    *seats.ROUTES,
    *publishing.ROUTES,
    *runs.ROUTES,
    *rosters.ROUTES,
    *imports.ROUTES,
    *shifts.ROUTES,
    *availability.ROUTES,
    *availability_json.ROUTES,
    *open_seats.ROUTES,
    *profile.ROUTES,
    *answers.ROUTES,
    *calendars.ROUTES,
    *letters.ROUTES,
    *account.ROUTES,
    *reader.ROUTES,
    *signing_in.ROUTES,
]
