"""What a person changed in the weekly form, taken over into what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import time

from api.forms import Form
from api.hours_form import (
    DAYS,
    LEVELS,
    MIXED,
    PARTS,
    PRESETS,
    HoursForm,
    Row,
    Slots,
    cells_of,
    exact_rows,
    half_hour_after,
    in_weeks,
    parts_of,
    pattern_from,
)
from scheduler.errors import InvalidInputError
from scheduler.model.availability import Level, Weeks
from scheduler.model.weekly_pattern import Stretch, tidy, with_level

MOST_ROWS = 12
"""Exact times on one day of a form."""
LONGEST_PATTERN = 40_000


def weeks_from(text: str) -> Weeks:
    """Which weeks a form is about."""
    return Weeks(text) if text in set(Weeks) else Weeks.EVERY


def changed_pattern(form: Form, stored: Slots) -> Slots:
    """The stored pattern with what the person changed in the form."""
    weeks = weeks_from(form.text("weeks"))
    shown = (
        pattern_from(form.text("shown", most=LONGEST_PATTERN))
        if form.text("shown", most=LONGEST_PATTERN)
        else stored
    )
    pattern = tidy(stored)
    names = set(form.names())
    for day, (key, _) in enumerate(DAYS):
        pattern = _with_cells(form, names, pattern, shown, (day, key), weeks)
        pattern = _with_cards(form, names, pattern, shown, (day, key), weeks)
    return _with_copies(form, _with_preset(form, pattern, weeks), weeks)


def _with_cells(
    form: Form, names: set[str], pattern: Slots, shown: Slots, at: tuple[int, str], weeks: Weeks
) -> Slots:
    day, key = at
    before = cells_of(shown, day, weeks)
    for mark, word in before.items():
        name = f"cell.{key}.{mark}"
        if name in names and (now := form.text(name)) not in {word, MIXED}:
            starts = time(int(mark[:2]), int(mark[2:]))
            stretch = Stretch(day, starts, half_hour_after(starts))
            pattern = with_level(pattern, stretch, _level(name, now), weeks)
    return pattern


def _with_cards(
    form: Form, names: set[str], pattern: Slots, shown: Slots, at: tuple[int, str], weeks: Weeks
) -> Slots:
    """Rows that went come first, then parts that changed, then rows that came: exact times win."""
    day, key = at
    if not any(name.startswith((f"part.{key}.", f"exact.{key}.")) for name in names):
        return pattern
    before, after = set(exact_rows(shown, day, weeks)), set(_typed_rows(form, key))
    for starts, ends, _ in before - after:
        pattern = with_level(pattern, Stretch(day, starts, ends), None, weeks)
    parts = parts_of(shown, day, weeks)
    for part, _, first, last in PARTS:
        name = f"part.{key}.{part}"
        if (now := form.text(name)) and now != parts[part]:
            stretch = Stretch(day, time(first), time(last))
            pattern = with_level(pattern, stretch, _level(name, now), weeks)
    for starts, ends, level in sorted(after - before, key=lambda row: row[:2]):
        pattern = with_level(pattern, Stretch(day, starts, ends), level, weeks)
    return pattern


def _typed_rows(form: Form, key: str) -> Iterator[Row]:
    for n in range(1, MOST_ROWS + 1):
        stem = f"exact.{key}.{n}"
        if not form.text(f"{stem}.from") and not form.text(f"{stem}.until"):
            continue
        starts, ends = form.moment(f"{stem}.from"), form.moment(f"{stem}.until")
        if ends <= starts:
            sentence = f"{dict(DAYS)[key]}: choose an end after the start."
            raise InvalidInputError(sentence, faults=[(f"{stem}.until", sentence)])
        yield starts, ends, _level(f"{stem}.level", form.text(f"{stem}.level"))


def _level(name: str, word: str) -> Level | None:
    if word not in LEVELS:
        sentence = "Choose available, if needed, or no."
        raise InvalidInputError(sentence, faults=[(name, sentence)])
    return LEVELS[word]


def _with_preset(form: Form, pattern: Slots, weeks: Weeks) -> Slots:
    preset = PRESETS.get(form.text("preset"))
    if preset is None:
        return pattern
    days, starts, ends, level = preset
    for day in days:
        pattern = with_level(pattern, Stretch(day, starts, ends), level, weeks)
    return pattern


def _with_copies(form: Form, pattern: Slots, weeks: Weeks) -> Slots:
    """One day's hours on other days, in the weeks the form is about."""
    if not form.text("copy"):
        return pattern
    keys = [key for key, _ in DAYS]
    chosen = form.texts("copy_to")
    source = form.text("copy_from")
    if source not in keys or not set(chosen) <= set(keys):
        raise InvalidInputError("Choose days of the week.", faults=[("copy_from", "Choose a day.")])
    if not set(chosen) - {source}:
        sentence = "Choose at least one other day to copy to."
        raise InvalidInputError(sentence, faults=[("copy_to", sentence)])
    own = [s for s in pattern if s.weekday == keys.index(source)]
    copied = (
        own if weeks is Weeks.EVERY else [replace(s, weeks=weeks) for s in in_weeks(own, weeks)]
    )
    for day in sorted(keys.index(key) for key in set(chosen) - {source}):
        pattern = with_level(pattern, Stretch(day, time.min, time.max), None, weeks)
        pattern = tidy([*pattern, *(replace(s, weekday=day) for s in copied)])
    return pattern


def typed_again(form: Form, drawn: HoursForm, faults: Iterable[tuple[str, str]]) -> HoursForm:
    """The forms with what the person typed, for a page that asks to mend something."""
    names = set(form.names())

    def chosen(prefix: str, before: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        return {
            key: {
                mark: form.text(f"{prefix}.{key}.{mark}") or word
                if f"{prefix}.{key}.{mark}" in names
                else word
                for mark, word in words.items()
            }
            for key, words in before.items()
        }

    exact = {key: tuple(_typed_texts(form, key)) or drawn.exact[key] for key, _ in DAYS}
    return replace(
        drawn,
        shown=form.text("shown", most=LONGEST_PATTERN) or drawn.shown,
        cells=chosen("cell", drawn.cells),
        parts=chosen("part", drawn.parts),
        exact=exact,
        faults=dict(faults),
    )


def _typed_texts(form: Form, key: str) -> Iterator[dict[str, str]]:
    for n in range(1, MOST_ROWS + 1):
        row = {name: form.text(f"exact.{key}.{n}.{name}") for name in ("from", "until", "level")}
        if row["from"] or row["until"]:
            yield row
