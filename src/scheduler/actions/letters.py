"""The outbox: every letter as it would arrive, and trying again what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.actions.sending import render
from scheduler.errors import ConflictError, NotFoundError
from scheduler.mail.reading import CalendarWords, calendar_words, headers, links
from scheduler.model.letters import Delivery, LetterKind, RenderedLetter, Sender
from scheduler.store import audit, leaving, letters
from scheduler.store.db import transaction
from scheduler.store.events import DeliveryEvent, events_of
from scheduler.store.letters import LetterRecord

PAGE = 50
"""Letters on a page of the list."""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter with its bytes once they are rendered, and what can be read from them.

    ``sealed`` says that its content is for its reader alone; then nothing of it is here.
    ``again`` says that it failed and can be sent again, ``held`` that further changes may
    still join it. ``events`` are what the mail service told of it since it left.
    """

    record: LetterRecord
    rendered: RenderedLetter | None
    sealed: bool
    again: bool
    held: bool
    events: tuple[DeliveryEvent, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    calendar: CalendarWords | None = None


@dataclass(frozen=True, slots=True)
class LetterList:
    """A page of letters, how many match, and how many there are in each state.

    ``held`` of those that wait leave later, the first at ``held_until``.
    """

    letters: tuple[LetterRecord, ...]
    total: int
    counts: dict[str, int]
    held: int
    held_until: datetime | None


async def list_outbox(
    state: Delivery | None, kind: LetterKind | None, search: str, offset: int, now: datetime
) -> LetterList:
    """Letters newest first."""
    found, total = await letters.list_letters(
        state=state, kind=kind, search=search, limit=PAGE, offset=offset
    )
    held, first = await leaving.held_letters(now)
    return LetterList(found, total, await letters.letter_counts(), held, first)


async def view_letter(number: int, sender: Sender, *, local: bool) -> LetterView:
    """One letter; one that is held as it would leave now.

    Where real mail is sent, a sign-in link belongs to its reader: a coordinator who opened
    it here could become anybody. On a machine of one's own the outbox is the mailbox.
    """
    record = await letters.load_letter(number)
    sealed = record.kind is LetterKind.SIGN_IN and not local
    again = record.state is Delivery.FAILED and number in await letters.failed_letters()
    told = await events_of(number)
    rendered = None if sealed else await _as_it_stands(record, sender)
    if rendered is None:
        return LetterView(record, None, sealed, again, record.is_held, told)
    return LetterView(
        record,
        rendered,
        sealed,
        again,
        record.is_held,
        told,
        headers=headers(rendered),
        links=links(rendered) if local else (),
        calendar=calendar_words(rendered),
    )


async def _as_it_stands(record: LetterRecord, sender: Sender) -> RenderedLetter | None:
    """The bytes that left, or that would; nothing of what waits for a worker."""
    stored = await letters.load_rendered(record.id)
    return render(record, sender) if stored is None and record.is_held else stored


async def rendered_letter(number: int, sender: Sender, *, local: bool) -> RenderedLetter:
    """The letter's bytes; it is not there before a worker has written it."""
    view = await view_letter(number, sender, local=local)
    if view.sealed:
        raise NotFoundError("A sign-in link is for its reader alone.")
    if view.rendered is None:
        raise NotFoundError("This letter is not written yet; it waits for a worker.")
    return view.rendered


async def send_now(number: int, actor: str) -> None:
    """Have a letter that is held leave at once; later changes are letters of their own."""
    async with transaction():
        await letters.load_letter(number)
        if not await leaving.let_go(number):
            raise ConflictError("This letter is not held any more: it has left, or is about to.")
        await audit.record(actor, "letter-now", f"letter {number}")


async def send_all_now(actor: str) -> int:
    """Have every letter that is held leave at once; gives how many."""
    async with transaction():
        count = await leaving.let_go()
        await audit.record(actor, "letters-now", f"{count} letters")
    return count


async def send_again(number: int, actor: str) -> None:
    """Try a failed letter once more, unless a newer one about the same shift says more."""
    async with transaction():
        await letters.load_letter(number)
        if number not in await letters.failed_letters():
            raise ConflictError(
                "This letter is not one to send again: it did not fail, or a newer letter "
                "about the same shift has been written since."
            )
        await leaving.requeue_letter(number)
        await audit.record(actor, "letter-again", f"letter {number}")


async def send_all_again(actor: str) -> int:
    """Try every failed letter once more; gives how many."""
    async with transaction():
        numbers = await letters.failed_letters()
        for number in numbers:
            await leaving.requeue_letter(number)
        await audit.record(actor, "letters-again", f"{len(numbers)} letters")
    return len(numbers)
