"""Languages that an interpreter takes only into another one than English."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.model.directory import Directory
from scheduler.model.people import LanguageSkill, Relay, Volunteer

from .worlds import complaints, quiet_week, read, sheet

MAM, KICHE = Relay("mam", "es"), Relay("quc", "es")
HEADINGS = "name,email,kind,languages,relays"
WAYS = "Name two languages, the client's first: Mam > Spanish."


def rosa(languages: str, relays: str, kind: str = "Interpreter") -> str:
    return f"Rosa Ajpop,rosa@example.org,{kind},{languages},{relays}"


def on_file(*relays: Relay, **skills: bool) -> Directory:
    """The quiet week; Min interprets Korean into English, or what is said here."""
    week = quiet_week()
    languages = tuple(
        LanguageSkill(code, advise, interpret=True) for code, advise in skills.items()
    )
    person = replace(week.volunteers["min@example.org"], relays=relays, languages=languages)
    return replace(week, volunteers={**week.volunteers, "min@example.org": person})


def min_after(row: str, before: Directory) -> tuple[Volunteer, tuple[str, ...]]:
    reading = read(sheet("volunteers", row, headings=HEADINGS), before)
    assert reading.bad == ()
    told = tuple(said for f in reading.warnings for said in (f.problem, f.mend))
    return reading.directory.volunteers["min@example.org"], told


@pytest.mark.parametrize(
    "written",
    [
        "Mam > Spanish; K'iche' > Spanish",
        "K’iche’ → Spanish | mam->español",  # noqa: RUF001 - as people type it
        "quc into Spanish; MAM into es",
        "Mam>Spanish;K'iche'>Spanish;",
    ],
)
def test_they_are_written_in_plain_words(written: str) -> None:
    reading = read(sheet("volunteers", rosa("", written), headings=HEADINGS))
    assert (reading.bad, reading.warnings) == ((), ())
    assert reading.directory.volunteers["rosa@example.org"].relays == (MAM, KICHE)


@pytest.mark.parametrize(
    ("written", "problem", "mend"),
    [
        ("Mam", "“Mam” does not say which language is interpreted into which.", WAYS),
        ("Mam >", "“Mam >” does not say which language is interpreted into which.", WAYS),
        (
            "Mam > Spanish > English",
            "“Mam > Spanish > English” does not say which language is interpreted into which.",
            WAYS,
        ),
        ("Mam > Mam", "Mam is interpreted into itself here.", WAYS),
        ("English > Mam", "Whoever advises speaks English: nobody interprets it.", WAYS),
        (
            "Mam > English",
            "Whoever interprets Mam into English needs no second interpreter.",
            "Write Mam (interpret) under languages instead.",
        ),
        ("Mam > Spanish; mam into es", "Mam into Spanish is there twice.", "Keep one of them."),
        ("Mam > Spanisch", "“Spanisch” is not a language on our list.", "Did you mean Spanish?"),
        (
            "Chinese > Spanish",
            "“Chinese” is not a language on our list.",
            "Write Mandarin or Cantonese: they are two languages.",
        ),
    ],
)
def test_what_cannot_be_meant_is_named_with_the_fix(written: str, problem: str, mend: str) -> None:
    reading = read(sheet("volunteers", rosa("", written), headings=HEADINGS))
    assert complaints(reading) == [("volunteers.csv", 2, "relays", problem, mend)]
    assert "rosa@example.org" not in reading.directory.volunteers


def test_one_language_is_not_interpreted_both_ways() -> None:
    row = rosa("Mam (interpret); Spanish (interpret)", "Mam > Spanish")
    assert complaints(read(sheet("volunteers", row, headings=HEADINGS))) == [
        (
            "volunteers.csv",
            2,
            "relays",
            "Mam is given twice: interpreted into English, and only into another language.",
            "Take it out here, or take “interpret” from Mam under languages.",
        )
    ]


def test_a_row_that_says_one_way_ends_the_other_and_says_so() -> None:
    person, told = min_after(",min@example.org,,Mam (interpret),", on_file(MAM, KICHE))
    assert person.relays == (KICHE,)
    assert told == (
        "On file Min Park interprets Mam only into another language than English.",
        "That is dropped, since this row says that they interpret it into English.",
    )
    person, told = min_after(",min@example.org,,,Mam > Spanish", on_file(mam=True, ko=False))
    assert (person.relays, person.interprets, person.advises_in) == (
        (MAM,),
        frozenset({"ko"}),
        frozenset({"en", "mam"}),
    )
    assert told == (
        "On file Min Park interprets Mam into English.",
        "That is dropped, since this row says what alone they interpret it into.",
    )


def test_blank_cells_and_sheets_without_the_column_leave_them() -> None:
    before = on_file(MAM)
    assert min_after(",min@example.org,,,", before)[0].relays == (MAM,)
    reading = read(
        sheet("volunteers", "min@example.org,x,4", headings="email,organisation,hours_per_week"),
        before,
    )
    assert [f.problem for f in reading.bad] == [
        "The column name is missing, so the sheet was not read.",
        "The column kind is missing, so the sheet was not read.",
    ]
    again = sheet("volunteers", "Min Park,min@example.org,Interpreter", headings="name,email,kind")
    assert read(again, before).directory == before


def test_of_whom_is_never_placed_as_interpreter_a_word_is_said() -> None:
    reading = read(sheet("volunteers", rosa("", "Mam > Spanish", "Attorney"), headings=HEADINGS))
    assert [(f.column, f.problem) for f in reading.warnings] == [
        ("relays", "The kind Attorney is never placed as an interpreter.")
    ]


def test_a_need_that_only_a_relay_serves_is_no_gap() -> None:
    need = sheet("needs", "harbor,2026-12-07,14:00,Asylum,Mam,1,45,")
    lonely = read(need, on_file(Relay("mam", "qu")))
    assert [f.problem.partition(" (")[0] for f in lonely.warnings] == ["Nobody on file speaks Mam"]
    assert read(need, on_file(MAM)).warnings == ()  # Ana advises in Spanish
