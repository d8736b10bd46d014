"""What people bring to a shift."""

from __future__ import annotations

from scheduler.model.matters import Kind
from scheduler.model.sessions import Role

_CREDENTIALS = {
    Kind.ATTORNEY: "Your bar card",
    Kind.ACCREDITED_FULL: "Your accreditation letter",
    Kind.ACCREDITED_PARTIAL: "Your accreditation letter",
    Kind.LAW_STUDENT: "Your student card",
}


def what_to_bring(kind: Kind, role: Role, *, remote: bool) -> tuple[str, ...]:
    """The short list in the letter: papers for the door, or a quiet room and a headset."""
    if remote:
        return ("A quiet room where nobody else can listen", "A headset")
    papers = (_CREDENTIALS[kind],) if role is Role.ADVISER and kind in _CREDENTIALS else ()
    return ("A photo ID for the front desk", *papers)
