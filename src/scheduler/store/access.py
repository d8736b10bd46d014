"""Accounts, sign-in links and browser sessions; of every secret only the hash is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime

from scheduler.errors import NotFoundError
from scheduler.model.access import Access, Account, Person
from scheduler.model.languages import ENGLISH
from scheduler.store.db import Row, row, rows, value


def hashed(token: str) -> bytes:
    """What is stored of a token. Tokens are 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).digest()


_ACCOUNT = "SELECT a.*, o.key AS office_key FROM account a LEFT JOIN office o ON o.id = a.office "


async def accounts() -> tuple[Account, ...]:
    """Coordinators and offices."""
    return tuple(_account(r) for r in await rows(_ACCOUNT + "ORDER BY a.role, a.email"))


async def account(number: int) -> Account:
    """One account."""
    found = await row(_ACCOUNT + "WHERE a.id = $1", number)
    if found is None:
        raise NotFoundError("There is no such account.")
    return _account(found)


async def is_volunteer(email: str) -> bool:
    """Whether the address is a volunteer's."""
    return bool(await value("SELECT 1 FROM volunteer WHERE email = $1", email))


async def put_account(email: str, name: str, access: Access, office: str | None) -> int:
    """Add an account, or change the one of this address."""
    if office is not None and not await value("SELECT 1 FROM office WHERE key = $1", office):
        raise NotFoundError(f"There is no office {office!r}.")
    return int(
        await value(
            "INSERT INTO account (email, name, role, office, disabled, created_at) "
            "VALUES ($1, $2, $3, (SELECT id FROM office WHERE key = $4), false, now()) "
            "ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, "
            "office = excluded.office, disabled = false RETURNING id",
            email,
            name,
            access.value,
            office,
        )
    )


async def disable_account(email: str) -> None:
    """Shut an account and end its sessions at once."""
    found = await value("UPDATE account SET disabled = true WHERE email = $1 RETURNING id", email)
    if found is None:
        raise NotFoundError(f"There is no account for {email}.")
    await rows("DELETE FROM web_session WHERE account = $1", found)


async def person_by_email(email: str) -> Person | None:
    """Who signs in with this address: an account first, else a volunteer."""
    found = await row(_ACCOUNT + "WHERE a.email = $1 AND NOT a.disabled", email)
    if found is not None:
        return _person(_account(found))
    volunteer = await row("SELECT id, email, name FROM volunteer WHERE email = $1", email)
    if volunteer is None:
        return None
    return Person(
        volunteer["email"], volunteer["name"], Access.VOLUNTEER, volunteer=volunteer["id"]
    )


async def language_of(email: str) -> str:
    """The language of the letters to whoever signs in with this address."""
    found = await value(
        "SELECT language FROM (SELECT 0 AS place, language FROM account WHERE email = $1 "
        "AND NOT disabled UNION ALL SELECT 1, language FROM volunteer WHERE email = $1) known "
        "ORDER BY place LIMIT 1",
        email,
    )
    return str(found or ENGLISH)


async def add_sign_in_link(token: str, email: str, now: datetime, expires: datetime) -> None:
    """Remember a mailed link."""
    await rows(
        "INSERT INTO sign_in_link (token_hash, email, created_at, expires_at) "
        "VALUES ($1, $2, $3, $4)",
        hashed(token),
        email,
        now,
        expires,
    )


async def links_since(email: str | None, since: datetime) -> int:
    """How many links were asked for lately, with one address or (None) by everybody."""
    return int(
        await value(
            "SELECT count(*) FROM sign_in_link "
            "WHERE ($1::text IS NULL OR email = $1) AND created_at > $2",
            email,
            since,
        )
    )


async def use_sign_in_link(token: str, now: datetime) -> str | None:
    """Spend a link; gives its address, or None when it is unknown, spent or too old."""
    found = await value(
        "UPDATE sign_in_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL "
        "AND expires_at > $2 RETURNING email",
        hashed(token),
        now,
    )
    return None if found is None else str(found)


async def link_is_good(token: str, now: datetime) -> bool:
    """Whether the link could be used; looking spends nothing."""
    return bool(
        await value(
            "SELECT 1 FROM sign_in_link WHERE token_hash = $1 AND used_at IS NULL "
            "AND expires_at > $2",
            hashed(token),
            now,
        )
    )


async def add_web_session(
    token: str, csrf: str, person: Person, now: datetime, expires: datetime
) -> None:
    """A browser is signed in."""
    await rows(
        "INSERT INTO web_session (token_hash, csrf, account, volunteer, created_at, seen_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)",
        hashed(token),
        csrf,
        person.account,
        person.volunteer,
        now,
        expires,
    )


async def web_session(token: str, now: datetime) -> tuple[Person, str] | None:
    """Who this browser is signed in as, and its form token."""
    found = await row(
        "SELECT w.csrf, w.volunteer, v.email AS v_email, v.name AS v_name, a.id AS a_id, "
        "a.email AS a_email, a.name AS a_name, a.role, o.key AS office_key, a.disabled, "
        # Every page of a coordinator says so; one look-up more would be one too many.
        "CASE WHEN a.role = 'coordinator' THEN (SELECT count(*) FROM mail_answer WHERE waiting) "
        "ELSE 0 END AS waiting FROM web_session w LEFT JOIN volunteer v ON v.id = w.volunteer "
        "LEFT JOIN account a ON a.id = w.account LEFT JOIN office o ON o.id = a.office "
        "WHERE w.token_hash = $1 AND w.expires_at > $2",
        hashed(token),
        now,
    )
    if found is None or found["disabled"]:
        return None
    if found["volunteer"] is not None:
        person = Person(
            found["v_email"], found["v_name"], Access.VOLUNTEER, volunteer=found["volunteer"]
        )
    else:
        person = Person(
            found["a_email"],
            found["a_name"],
            Access(found["role"]),
            account=found["a_id"],
            office=found["office_key"],
            waiting=found["waiting"],
        )
    return person, found["csrf"]


async def end_web_session(token: str) -> None:
    """Sign a browser out."""
    await rows("DELETE FROM web_session WHERE token_hash = $1", hashed(token))


def _account(r: Row) -> Account:
    return Account(
        r["id"], r["email"], r["name"], Access(r["role"]), r["office_key"], r["disabled"]
    )


def _person(account: Account) -> Person:
    return Person(
        account.email, account.name, account.access, account=account.id, office=account.office
    )
