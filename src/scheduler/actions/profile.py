"""What a volunteer sees and changes of what is on file about them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.errors import InvalidInputError, NotFoundError
from scheduler.mail.words import languages
from scheduler.model.languages import ENGLISH, LANGUAGES, language_name
from scheduler.model.letters_wanted import LettersWanted
from scheduler.model.matters import Kind
from scheduler.model.offices import Office
from scheduler.model.people import Relay, Volunteer
from scheduler.store import audit
from scheduler.store.db import transaction
from scheduler.store.directory import load_offices
from scheduler.store.events import Trouble, trouble_of
from scheduler.store.letters_wanted import letters_wanted
from scheduler.store.profile import OwnDetails, save_own_details
from scheduler.store.week import volunteer_by_id

MOST_HOURS = 60
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/x]{4,30}")


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with the offices there are, the languages letters come in, and which come.

    ``trouble`` is what is wrong with their address, None where letters arrive.
    """

    person: Volunteer
    offices: Mapping[str, Office]
    letter_languages: tuple[tuple[str, str], ...]
    wanted: LettersWanted
    trouble: Trouble | None


async def view_profile(volunteer: int) -> Profile:
    """Everything on file about one person."""
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    return Profile(
        person,
        await load_offices(),
        letter_languages(),
        await letters_wanted(volunteer),
        await trouble_of(person.email),
    )


def letter_languages() -> tuple[tuple[str, str], ...]:
    """The languages letters come in, by code and name, in the order of names."""
    named = ((code, language_name(code)) for code in languages())
    return tuple(sorted(named, key=lambda pair: pair[1]))


async def change_profile(volunteer: int, details: OwnDetails) -> None:
    """Change what people may change themselves; every fault is named at once."""
    person = await volunteer_by_id(volunteer)
    if person is None:
        raise NotFoundError
    faults = (*_faults(details, await load_offices()), *_relay_faults(person, details))
    if faults:
        raise InvalidInputError("Some of this cannot be saved yet.", faults=faults)
    async with transaction():
        await save_own_details(volunteer, details)
        await audit.record(f"volunteer {volunteer}", "profile-changed")


def _faults(details: OwnDetails, offices: Mapping[str, Office]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if details.phone and not _PHONE.fullmatch(details.phone):
        found.append(("phone", "Write a phone number like +1 212 555 0100, or leave it blank."))
    if details.language not in languages():
        found.append(("language", "Choose one of the languages that letters come in."))
    if not 0 <= details.pledge_minutes <= MOST_HOURS * 60:
        found.append(("hours", f"Give from 0 to {MOST_HOURS} hours a week."))
    if not details.offices and not details.remote:
        found.append(("home", "Choose where you serve, or say that you can serve remotely."))
    if len(set(details.offices)) != len(details.offices) or any(
        key not in offices for key in details.offices
    ):
        found.append(("home", "Choose offices from the list, each once."))
    return found


def _relay_faults(person: Volunteer, details: OwnDetails) -> Iterator[tuple[str, str]]:
    """What is wrong with the languages they interpret only into another, row by row."""
    relays = details.relays or ()
    if relays and person.kind is not Kind.INTERPRETER:
        yield "relays", "Only interpreters say this. If you are one, tell your coordinator."
        return
    for place, relay in enumerate(relays):
        questions = _questions(person, relay, relays[:place])
        fault = next(((f, text) for is_wrong, f, text in questions if is_wrong), None)
        if fault is not None:
            yield f"relays.{place + 1}.{fault[0]}", fault[1]


def _questions(
    person: Volunteer, relay: Relay, before: tuple[Relay, ...]
) -> tuple[tuple[bool, str, str], ...]:
    """What can be wrong with one: whether it is, the field, and how to mend it."""
    name, bridge = language_name(relay.language), language_name(relay.bridge)
    same = f"{name} cannot be interpreted into {name}: choose another language."
    english = "Only languages other than English: your coordinator notes what goes into English."
    twice = f"{name} into {bridge} is there twice: take one of them out."
    direct = (
        f"On file you interpret {name} into English. Take it out here, or ask your coordinator "
        "to change that."
    )
    return (
        (relay.language not in LANGUAGES, "language", "Choose the language that you interpret."),
        (relay.bridge not in LANGUAGES, "bridge", f"Choose what you interpret {name} into."),
        (relay.language == relay.bridge, "bridge", same),
        (ENGLISH in {relay.language, relay.bridge}, "bridge", english),
        (relay in before, "language", twice),
        (relay.language in person.interprets, "language", direct),
    )
