"""Accounts of coordinators and offices: given, shut, opened again."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from scheduler.errors import ConflictError, InvalidInputError
from scheduler.imports.cells import BadCellError, clean
from scheduler.imports.values import email as read_email
from scheduler.model.access import Access, Account
from scheduler.model.letters import LetterKind, PlainLetter
from scheduler.store import access, audit
from scheduler.store.db import transaction
from scheduler.store.feeds import Subject, shared_feeds
from scheduler.store.letters import queue_letter


async def give_account(
    email: str, name: str, office: str | None, actor: str, base_url: str, now: datetime
) -> Account:
    """Let a coordinator in, or somebody of an office, and write to them how.

    A volunteer's address stays the volunteer's: with an account they would not find their
    own shifts any more.
    """
    address, shown = _checked(email, name)
    role = Access.OFFICE if office else Access.COORDINATOR
    async with transaction():
        if await access.is_volunteer(address):
            raise _fault("email", "This address is a volunteer's. Use another one of theirs.")
        if any(a.email == address and not a.disabled for a in await access.accounts()):
            raise _fault("email", "This address has an account already.")
        number = await access.put_account(address, shown, role, office)
        await audit.record(actor, "account-added", f"account {number}", role=role.value)
        letter = _welcome(address, shown, base_url, now)
        await queue_letter(letter.kind, address, shown, asdict(letter), now)
    return Account(number, address, shown, role, office, disabled=False)


def _checked(email: str, name: str) -> tuple[str, str]:
    faults = []
    try:
        address = read_email(clean(email))
    except BadCellError as error:
        address = ""
        faults.append(("email", f"{error.problem} {error.mend}"))
    shown = clean(name)
    if not shown or not shown.isprintable():
        faults.append(("name", "Write the person's name."))
    if faults:
        raise InvalidInputError("This account cannot be added yet.", faults=faults)
    return address, shown


def _fault(field: str, sentence: str) -> InvalidInputError:
    return InvalidInputError(sentence, faults=[(field, sentence)])


def _welcome(email: str, name: str, base_url: str, now: datetime) -> PlainLetter:
    return PlainLetter(
        kind=LetterKind.NOTICE,
        email=email,
        name=name,
        subject="You can sign in to Open Door",
        paragraphs=(
            "A coordinator has opened an account for you.",
            "There is no password: ask for a link with this address whenever you want to sign in.",
        ),
        action_label="Ask for a sign-in link",
        action_url=f"{base_url}/sign-in",
        stamp=now,
    )


async def shut_account(number: int, own: int | None, actor: str) -> Account:
    """Nobody signs in with it any more, and its browsers are signed out at once."""
    if number == own:
        raise ConflictError("This is your own account; another coordinator can shut it.")
    async with transaction():
        found = await access.account(number)
        await access.disable_account(found.email)
        await audit.record(actor, "account-shut", f"account {number}")
    return replace(found, disabled=True)


async def open_account(number: int, actor: str) -> Account:
    """Let somebody in again whose account was shut."""
    async with transaction():
        found = await access.account(number)
        await access.put_account(found.email, found.name, found.access, found.office)
        await audit.record(actor, "account-opened", f"account {number}")
    return replace(found, disabled=False)


async def find_account(number: int) -> Account:
    """One account."""
    return await access.account(number)


async def known_addresses(account: Account) -> tuple[Subject, ...]:
    """The shared calendar addresses that work and that whoever has this account may know.

    Nobody notes who made an address or who was shown it, and it works without signing in.
    Of a shut account those count that have not been renewed since.
    """
    shut = f"account {account.id}" if account.disabled else None
    return await shared_feeds(account.office, shut)
