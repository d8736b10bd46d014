"""Forms as browsers send them: one value, several, or none, always the same shape here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from litestar.datastructures import FormMultiDict

from scheduler.errors import InvalidInputError


class Form:
    """The fields of a form; what is wrong is named by field."""

    def __init__(self, fields: FormMultiDict) -> None:
        self._fields = fields

    def text(self, name: str, *, most: int = 300) -> str:
        """A field's text without blanks around it; "" when it was not sent."""
        value = self._fields.get(name, "")
        if not isinstance(value, str):
            raise _fault(name, "Text is expected here.")
        if len(value) > most:
            raise _fault(name, f"At most {most} characters.")
        if "\0" in value:
            raise _fault(name, "This text holds a character that cannot be stored.")
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be ticked more than once."""
        return tuple(v for v in self._fields.getall(name, []) if isinstance(v, str))

    def whole(self, name: str, *, least: int = 0, most: int = 2**31 - 1) -> int:
        """A whole number within bounds."""
        value = self.text(name)
        if not value.lstrip("-").isdecimal() or len(value) > 12:  # noqa: PLR2004 - int's bound
            raise _fault(name, "Write a whole number.")
        if not least <= int(value) <= most:
            raise _fault(name, f"Write a number from {least} to {most}.")
        return int(value)

    def maybe_whole(self, name: str, *, least: int = 0, most: int = 2**31 - 1) -> int | None:
        """A whole number, or None where the field is blank."""
        return self.whole(name, least=least, most=most) if self.text(name) else None

    def day(self, name: str) -> date:
        """A date as browsers send it."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise _fault(name, "Write a date like 2026-12-07.") from None

    def moment(self, name: str) -> time:
        """A time of day as browsers send it."""
        try:
            return time.fromisoformat(self.text(name))
        except ValueError:
            raise _fault(name, "Write a time like 14:30.") from None

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def names(self) -> Iterator[str]:
        """The names of all fields that were sent."""
        return iter(self._fields.keys())


def _fault(field: str, sentence: str) -> InvalidInputError:
    return InvalidInputError(sentence, faults=[(field, sentence)])
