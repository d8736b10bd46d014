"""Repeating entries looked at before they are worked out: what would never end is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.busy.refusals import FineCalendarError

LONGEST_RULE = 1000
_EFFORT = {"DAILY": 10, "WEEKLY": 3, "MONTHLY": 1, "YEARLY": 1}
"""What a day of it costs to go through, in microseconds as measured: months and years are
searched day by day, too."""
_TOO_FINE = {"HOURLY", "MINUTELY", "SECONDLY"}
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_APART = timedelta(days=2)
"""Wider than any two zones are apart."""

Rule = Mapping[str, str]


def rule_in(text: str) -> Rule | None:
    """The parts of a RRULE; None when it says nothing that could be worked out."""
    rule = dict(part.partition("=")[::2] for part in text.upper().split(";") if part)
    if rule.get("FREQ") in _TOO_FINE or any("," in rule.get(name, "") for name in _TIMES):
        raise FineCalendarError
    numbers = [rule[name] for name in ("INTERVAL", "COUNT") if name in rule]
    fine = rule.get("FREQ") in _EFFORT and all(map(_NUMBER.fullmatch, numbers))
    return rule if fine and len(text) <= LONGEST_RULE else None


def has_ended(rule: Rule, before: date) -> bool:
    """Whether the last time was before a day."""
    until = day_in(rule.get("UNTIL", ""))
    return until is not None and until + _APART < before


def ending_by(rule: Rule, last: date, start: str) -> str:
    """The rule without what comes after the last day; ``start`` is the line of its DTSTART."""
    until = day_in(rule.get("UNTIL", ""))
    if "COUNT" in rule or (until is not None and until <= last):
        return _written(rule)
    day = f"{last + _APART:%Y%m%d}"
    if "T" not in start.rpartition(":")[2]:
        return _written({**rule, "UNTIL": day})
    floating = "TZID=" not in start.upper() and not start.endswith("Z")
    return _written({**rule, "UNTIL": f"{day}T000000{'' if floating else 'Z'}"})


def _written(rule: Rule) -> str:
    return ";".join(f"{name}={value}" for name, value in rule.items())


def effort(rule: Rule, first: date, last: date) -> int:
    """What working the rule out costs, in microseconds."""
    days = max(0, (last - first).days)
    many = rule["FREQ"] in {"DAILY", "WEEKLY"}
    return days * _EFFORT[rule["FREQ"]] // (int(rule.get("INTERVAL", "1")) if many else 1) + 1


def day_in(text: str) -> date | None:
    """The day that a date or time begins with, as calendars write it."""
    found = _DATE.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
