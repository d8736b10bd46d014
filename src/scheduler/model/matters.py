"""Matters of immigration law, the forum each is before, and who may advise in it."""

from __future__ import annotations

from enum import Enum, StrEnum


class Forum(Enum):
    """Who decides the matter; accreditation is given per forum."""

    EOIR = "immigration court"
    """Executive Office for Immigration Review: only full authority reaches it."""
    DHS = "the agency"
    """Department of Homeland Security (USCIS, CBP, ICE)."""
    NONE = "no forum"
    """General information, no case before anyone."""


class Matter(StrEnum):
    """A field of immigration law an office asks help in."""

    REMOVAL_DEFENSE = "removal-defense"
    ASYLUM = "asylum"
    DACA = "daca"
    GREEN_CARD = "green-card"
    NATURALIZATION = "naturalization"
    VISA = "visa"
    TRAVEL_ORDERS = "travel-orders"
    KNOW_YOUR_RIGHTS = "know-your-rights"

    @property
    def label(self) -> str:
        """The matter as people read it."""
        return _LABELS[self]

    @property
    def forum(self) -> Forum:
        """The forum it is before."""
        return _FORUMS[self]


_LABELS = {
    Matter.REMOVAL_DEFENSE: "Removal defense",
    Matter.ASYLUM: "Asylum",
    Matter.DACA: "DACA",
    Matter.GREEN_CARD: "Green card",
    Matter.NATURALIZATION: "Naturalization",
    Matter.VISA: "Visa",
    Matter.TRAVEL_ORDERS: "Travel and executive orders",
    Matter.KNOW_YOUR_RIGHTS: "Know Your Rights",
}

# Asylum is before the agency when it is affirmative; the offices take only such cases
# (a defensive one is entered as removal defense).
_FORUMS = {
    Matter.REMOVAL_DEFENSE: Forum.EOIR,
    Matter.ASYLUM: Forum.DHS,
    Matter.DACA: Forum.DHS,
    Matter.GREEN_CARD: Forum.DHS,
    Matter.NATURALIZATION: Forum.DHS,
    Matter.VISA: Forum.DHS,
    Matter.TRAVEL_ORDERS: Forum.DHS,
    Matter.KNOW_YOUR_RIGHTS: Forum.NONE,
}


class Kind(StrEnum):
    """What a volunteer is by training; decides what they may do."""

    ATTORNEY = "attorney"
    """Admitted in any US state: immigration is federal practice (8 CFR 1292.1)."""
    ACCREDITED_FULL = "accredited-full"
    """DOJ-accredited representative before DHS and EOIR (8 CFR 1292.1(a)(4))."""
    ACCREDITED_PARTIAL = "accredited-partial"
    """DOJ-accredited representative before DHS only."""
    LAW_STUDENT = "law-student"
    """Advises only with a supervisor in the same session (8 CFR 1292.1(a)(2))."""
    INTERPRETER = "interpreter"
    """Interprets, never advises."""
    INTAKE = "intake"
    """Receives people and prepares the consultation, never advises."""

    @property
    def label(self) -> str:
        """The kind as people read and write it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    Kind.ATTORNEY: "Attorney",
    Kind.ACCREDITED_FULL: "DOJ accredited (full)",
    Kind.ACCREDITED_PARTIAL: "DOJ accredited (partial)",
    Kind.LAW_STUDENT: "Law student",
    Kind.INTERPRETER: "Interpreter",
    Kind.INTAKE: "Intake",
}


class Authority(Enum):
    """How a kind may advise in a matter."""

    OWN = "on their own"
    SUPERVISED = "with a supervisor in the session"
    NONE = "not at all"


def authority(kind: Kind, matter: Matter) -> Authority:
    """How a volunteer of this kind may advise in this matter."""
    match kind:
        case Kind.ATTORNEY | Kind.ACCREDITED_FULL:
            return Authority.OWN
        case Kind.ACCREDITED_PARTIAL:
            return Authority.NONE if matter.forum is Forum.EOIR else Authority.OWN
        case Kind.LAW_STUDENT:
            return Authority.SUPERVISED
        case Kind.INTERPRETER | Kind.INTAKE:
            return Authority.NONE
