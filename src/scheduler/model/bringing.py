"""What people bring to a shift."""

from __future__ import annotations

from enum import StrEnum

from scheduler.model.matters import Kind
from scheduler.model.sessions import Role


class Thing(StrEnum):
    """Something to have at hand."""

    PHOTO_ID = "photo-id"
    BAR_CARD = "bar-card"
    ACCREDITATION = "accreditation"
    STUDENT_CARD = "student-card"
    QUIET_ROOM = "quiet-room"
    HEADSET = "headset"

    @property
    def label(self) -> str:
        """As pages name it; letters have words of their own."""
        return _LABELS[self]


_LABELS = {
    Thing.PHOTO_ID: "A photo ID for the front desk",
    Thing.BAR_CARD: "Your bar card",
    Thing.ACCREDITATION: "Your accreditation letter",
    Thing.STUDENT_CARD: "Your student card",
    Thing.QUIET_ROOM: "A quiet room where nobody else can listen",
    Thing.HEADSET: "A headset",
}
_CREDENTIALS = {
    Kind.ATTORNEY: Thing.BAR_CARD,
    Kind.ACCREDITED_FULL: Thing.ACCREDITATION,
    Kind.ACCREDITED_PARTIAL: Thing.ACCREDITATION,
    Kind.LAW_STUDENT: Thing.STUDENT_CARD,
}


def what_to_bring(kind: Kind, role: Role, *, remote: bool) -> tuple[Thing, ...]:
    """The short list in the letter: papers for the door, or a quiet room and a headset."""
    if remote:
        return (Thing.QUIET_ROOM, Thing.HEADSET)
    advises = role in {Role.ADVISER, Role.STANDBY} and kind in _CREDENTIALS
    papers = (_CREDENTIALS[kind],) if advises else ()
    return (Thing.PHOTO_ID, *papers)
