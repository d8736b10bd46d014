"""Every kind of bad row, with the very sentences people read."""

from __future__ import annotations

import pytest

from scheduler.model.directory import Directory

from .worlds import complaints, quiet_week, read, sheet

OFFICES = [
    (
        ",Harbor,America/New_York,3",
        "office",
        "There is no short name (office).",
        "An office needs the short name (office).",
    ),
    (
        "new place,New,America/New_York,3",
        "office",
        "“new place” cannot be an office's short name.",
        "Use small letters, digits and hyphens, such as central-brooklyn.",
    ),
    (
        "newport,,America/New_York,3",
        "name",
        "There is no name.",
        "A new office needs the name.",
    ),
    (
        "newport,Newport,America/New_Yrok,3",
        "timezone",
        "“America/New_Yrok” is not a time zone.",
        "Did you mean America/New_York?",
    ),
    (
        "newport,Newport,Brooklyn,3",
        "timezone",
        "“Brooklyn” is not a time zone.",
        "Write a name such as America/New_York.",
    ),
    (
        "newport,Newport,America/New_York,six",
        "stations",
        "“six” is not a whole number.",
        "Write a whole number from 1 to 500.",
    ),
    (
        "newport,Newport,America/New_York,0",
        "stations",
        "0 is too small.",
        "Write a whole number from 1 to 500.",
    ),
    (
        "newport,Newport,America/New_York,-2",
        "stations",
        "-2 is too small.",
        "Write a whole number from 1 to 500.",
    ),
    (
        "newport,Newport,America/New_York,501",
        "stations",
        "501 is too large.",
        "Write a whole number from 1 to 500.",
    ),
]

TRAVEL = [
    ("harbour,hillside,30", "from", "“harbour” is not an office.", "Did you mean harbor?"),
    ("harbor,zzz,30", "to", "“zzz” is not an office.", "Write harbor or hillside."),
    (
        "harbor,Harbor House,30",
        "to",
        "The way leads from harbor to itself.",
        "Name two offices, or delete the row.",
    ),
    (
        "harbor,hillside,",
        "minutes",
        "There is no number of minutes.",
        "A way needs the number of minutes.",
    ),
]

SESSIONS = [
    (
        "harbour,2026-12-08,10:00,14:00,120,Clinic,Hybrid,3,1",
        "office",
        "“harbour” is not an office.",
        "Did you mean harbor?",
    ),
    (
        "harbor,soon,10:00,14:00,120,Clinic,Hybrid,3,1",
        "date",
        "“soon” is not a date.",
        "Write year, month and day, such as 2026-12-07.",
    ),
    (
        "harbor,2026-02-30,10:00,14:00,120,Clinic,Hybrid,3,1",
        "date",
        "“2026-02-30” is not a date.",
        "Write year, month and day, such as 2026-12-07.",
    ),
    (
        "harbor,2026-12-08,ten,14:00,120,Clinic,Hybrid,3,1",
        "start",
        "“ten” is not a time of day.",
        "Write hours and minutes, such as 14:00 or 2:00 PM.",
    ),
    (
        "harbor,2026-12-08,10:00,24:00,120,Clinic,Hybrid,3,1",
        "end",
        "“24:00” is not a time of day.",
        "Write hours and minutes, such as 14:00 or 2:00 PM.",
    ),
    (
        "harbor,2026-12-08,14:00,10:00,120,Clinic,Hybrid,3,1",
        "end",
        "The end (10:00) is not after the start (14:00).",
        "Write an end later on the same day.",
    ),
    (
        "harbor,2026-12-08,14:00,14:00,120,Clinic,Hybrid,3,1",
        "end",
        "The end (14:00) is not after the start (14:00).",
        "Write an end later on the same day.",
    ),
    (
        "harbor,2026-12-08,10:00,14:00,two hours,Clinic,Hybrid,3,1",
        "shift_minutes",
        "“two hours” is not a whole number.",
        "Write a whole number from 15 to 720.",
    ),
    (
        "harbor,2026-12-08,10:00,14:00,120,Clinc,Hybrid,3,1",
        "kind",
        "“Clinc” is not a kind of session.",
        "Did you mean Clinic? Write Clinic, Hotline, Workshop or Outreach.",
    ),
    (
        "harbor,2026-12-08,10:00,14:00,120,Clinic,Telepathy,3,1",
        "modality",
        "“Telepathy” is not a way to meet.",
        "Write On site, Hybrid or Remote.",
    ),
    (
        "harbor,2026-12-08,10:00,14:00,120,Clinic,Hybrid,2.5,1",
        "stations",
        "“2.5” is not a whole number.",
        "Write a whole number from 1 to 500.",
    ),
    (
        "harbor,2026-12-08,10:00,14:00,120,Clinic,Hybrid,3,-1",
        "intake_volunteers",
        "-1 is too small.",
        "Write a whole number from 0 to 100.",
    ),
]

NEEDS = [
    (
        "harbor,2026-12-07,14:00,Asylum,,4,45,high",
        "language",
        "No language given is not an answer.",
        "Write English, the language, or any.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanich,4,45,high",
        "language",
        "“Spanich” is not a language on our list.",
        "Did you mean Spanish?",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Chinese,4,45,high",
        "language",
        "“Chinese” is not a language on our list.",
        "Write Mandarin or Cantonese: they are two languages.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,qqqq,4,45,high",
        "language",
        "“qqqq” is not a language on our list.",
        "Write the language's English name, such as Spanish or Haitian Creole.",
    ),
    (
        "harbor,2026-12-07,14:00,Asilum,Spanish,4,45,high",
        "matter",
        "“Asilum” is not a matter.",
        (
            "Did you mean Asylum? Write Removal defense, Asylum, DACA, Green card, Naturalization,"
            " Visa, Travel and executive orders or Know Your Rights."
        ),
    ),
    (
        "harbor,2026-12-07,15:00,Asylum,Spanish,4,45,high",
        "start",
        "No session at harbor starts on 2026-12-07 at 15:00.",
        "Write 14:00, or add the session to the sheet of sessions.",
    ),
    (
        "hillside,2026-12-07,14:00,Asylum,Spanish,4,45,high",
        "start",
        "No session at hillside starts on 2026-12-07 at 14:00.",
        "Add the session to the sheet of sessions, or correct office and date.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanish,,45,high",
        "consultations",
        "There is no number of consultations.",
        "A new need needs the number of consultations.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanish,a few,45,high",
        "consultations",
        "“a few” is not a whole number.",
        "Write a whole number from 1 to 10000.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanish,0,45,high",
        "consultations",
        "0 is too small.",
        "Write a whole number from 1 to 10000.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanish,4,-45,high",
        "minutes_each",
        "-45 is too small.",
        "Write a whole number from 1 to 720.",
    ),
    (
        "harbor,2026-12-07,14:00,Asylum,Spanish,4,45,urgent",
        "priority",
        "“urgent” is not a priority.",
        "Write high, normal or low.",
    ),
]

VOLUNTEERS = [
    (
        "Bo Tran,,718-555-0102,Intake,,,,,,harbor,no,2,no,",
        "email",
        "There is no e-mail.",
        "A volunteer needs the e-mail.",
    ),
    (
        "Bo Tran,bo@example,,Intake,,,,,,harbor,no,2,no,",
        "email",
        "“bo@example” is not an e-mail address.",
        "Write one address with one @, such as ana@example.org.",
    ),
    (
        ",bo@example.org,,Intake,,,,,,harbor,no,2,no,",
        "name",
        "There is no name.",
        "A new volunteer needs the name.",
    ),
    (
        "Bo Tran,bo@example.org,,,,,,,,harbor,no,2,no,",
        "kind",
        "There is no kind.",
        "A new volunteer needs the kind.",
    ),
    (
        "Bo Tran,bo@example.org,,Atorney,,,,,,harbor,no,2,no,",
        "kind",
        "“Atorney” is not a kind of volunteer.",
        (
            "Did you mean Attorney? Write Attorney, DOJ accredited (full),"
            " DOJ accredited (partial), Law student, Interpreter or Intake."
        ),
    ),
    (
        "Bo Tran,bo@example.org,call me,Intake,,,,,,harbor,no,2,no,",
        "phone",
        "“call me” is not a phone number.",
        "Write digits, such as +1 212 555 0100.",
    ),
    (
        "Bo Tran,bo@example.org,,Attorney,NY,1,13/31/2026,Visa,,harbor,no,2,no,",
        "credential_expires",
        "“13/31/2026” is not a date.",
        "Write year, month and day, such as 2026-12-07.",
    ),
    (
        "Bo Tran,bo@example.org,,Attorney,NY,1,,Visas; Taxes,,harbor,no,2,no,",
        "matters",
        "“Visas” is not a matter.",
        (
            "Did you mean Visa? Write Removal defense, Asylum, DACA, Green card, Naturalization,"
            " Visa, Travel and executive orders or Know Your Rights."
        ),
    ),
    (
        "Bo Tran,bo@example.org,,Interpreter,,,,Asylum,,harbor,no,2,no,",
        "matters",
        "The kind Interpreter never advises, yet matters are given.",
        "Empty the cell, or correct the kind.",
    ),
    (
        "Bo Tran,bo@example.org,,Law student,,,,Asylum,,harbor,no,2,yes,",
        "supervises",
        "The kind Law student cannot supervise.",
        "Write no, or correct the kind.",
    ),
    (
        "Bo Tran,bo@example.org,,Interpreter,,,,,Koreen (interpret),harbor,no,2,no,",
        "languages",
        "“Koreen” is not a language on our list.",
        "Did you mean Korean or Karen?",
    ),
    (
        "Bo Tran,bo@example.org,,Interpreter,,,,,Korean,harbor,no,2,no,",
        "languages",
        "“Korean” does not say what the person does in the language.",
        "Write Korean (advise), Korean (interpret), or Korean (advise, interpret).",
    ),
    (
        "Bo Tran,bo@example.org,,Interpreter,,,,,Korean (sings),harbor,no,2,no,",
        "languages",
        "“Korean (sings)” does not say what the person does in the language.",
        "Write Korean (advise), Korean (interpret), or Korean (advise, interpret).",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor; hilside,no,2,no,",
        "offices",
        "“hilside” is not an office.",
        "Did you mean hillside?",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor,maybe,2,no,",
        "remote",
        "“maybe” is neither yes nor no.",
        "Write yes or no.",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor,no,two,no,",
        "hours_per_week",
        "“two” is not a number of hours.",
        "Write the hours as 2 or 2.5.",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor,no,0,no,",
        "hours_per_week",
        "0 hours a week cannot be.",
        "Write between a quarter of an hour and 80 hours.",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor,no,-2,no,",
        "hours_per_week",
        "-2 hours a week cannot be.",
        "Write between a quarter of an hour and 80 hours.",
    ),
    (
        "Bo Tran,bo@example.org,,Intake,,,,,,harbor,no,2.333,no,",
        "hours_per_week",
        "2.333 hours are not whole minutes.",
        "Write halves or quarters, such as 2.5.",
    ),
    (
        "Bo \u202enarT,bo@example.org,,Intake,,,,,,harbor,no,2,no,",
        "name",
        "The cell holds hidden control characters.",
        "Type its text anew.",
    ),
    (
        f"{'Bo' * 600},bo@example.org,,Intake,,,,,,harbor,no,2,no,",
        "name",
        "The cell holds 1200 characters.",
        "Keep it to 1000 characters.",
    ),
]

AVAILABILITY = [
    (
        "who@example.org,Monday,13:00,18:00,available",
        "email",
        "Nobody on file or in the sheet of volunteers has the e-mail who@example.org.",
        "Correct the address, or add the person to the sheet of volunteers.",
    ),
    (
        "anna@example.org,Monday,13:00,18:00,available",
        "email",
        "Nobody on file or in the sheet of volunteers has the e-mail anna@example.org.",
        "Did you mean ana@example.org?",
    ),
    (
        f"{'ana' * 40},Monday,13:00,18:00,available",
        "email",
        f"“{'ana' * 20}…” is not an e-mail address.",
        "Write one address with one @, such as ana@example.org.",
    ),
    (
        "ana at example.org,Monday,13:00,18:00,available",
        "email",
        "“ana at example.org” is not an e-mail address.",
        "Write one address with one @, such as ana@example.org.",
    ),
    (
        "ana@example.org,Mondy,13:00,18:00,available",
        "weekday",
        "“Mondy” is not a day of the week.",
        (
            "Did you mean Monday? Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or"
            " Sunday."
        ),
    ),
    (
        "ana@example.org,,13:00,18:00,available",
        "weekday",
        "There is no day of the week.",
        "A time needs the day of the week.",
    ),
    (
        "ana@example.org,Monday,afternoon,18:00,available",
        "start",
        "“afternoon” is not a time of day.",
        "Write hours and minutes, such as 14:00 or 2:00 PM.",
    ),
    (
        "ana@example.org,Monday,18:00,13:00,available",
        "end",
        "The end (13:00) is not after the start (18:00).",
        "Write an end later on the same day, at most 23:59.",
    ),
    (
        "ana@example.org,Monday,13:00,18:00,gladly",
        "level",
        "“gladly” is not a level.",
        "Write available or if needed.",
    ),
]

CASES = [
    pytest.param(name, *case, id=f"{name}: {case[2]}"[:70])
    for name, cases in (
        ("offices", OFFICES),
        ("travel", TRAVEL),
        ("sessions", SESSIONS),
        ("needs", NEEDS),
        ("volunteers", VOLUNTEERS),
        ("availability", AVAILABILITY),
    )
    for case in cases
]


@pytest.mark.parametrize(("name", "row", "column", "problem", "mend"), CASES)
def test_a_bad_row_says_where_what_and_how_and_is_left_out(
    name: str, row: str, column: str, problem: str, mend: str
) -> None:
    reading = read(sheet(name, row))
    assert complaints(reading) == [(f"{name}.csv", 2, column, problem, mend)]
    assert reading.directory == quiet_week()


GOOD = {
    "offices": "newport,Newport,America/New_York,4",
    "sessions": "hillside,2026-12-09,10:00,12:00,60,Clinic,Remote,2,0",
    "needs": "harbor,2026-12-07,14:00,Visa,Spanish,4,45,low",
    "volunteers": "Cy Lama,cy@example.org,,Intake,,,,,,harbor,no,2,no,",
    "availability": "min@example.org,Tuesday,09:00,12:00,available",
}


@pytest.mark.parametrize(
    ("name", "bad"), [(n, c[0]) for n, c in (("offices", OFFICES[5]), ("needs", NEEDS[0]))]
)
def test_a_bad_row_leaves_its_neighbours_alone(name: str, bad: str) -> None:
    alone = read(sheet(name, GOOD[name]))
    between = read(sheet(name, bad, GOOD[name], bad))
    assert between.directory == alone.directory
    assert [finding.row for finding in between.bad] == [2, 4]


def test_a_row_with_several_faults_names_each() -> None:
    reading = read(sheet("volunteers", "Bo,bo@example,hm,Atorney,,,,,,harbor,perhaps,2,no,"))
    assert [finding.column for finding in reading.bad] == ["email", "phone", "remote", "kind"]


TWICE = [
    (
        "offices",
        (GOOD["offices"], "Newport,New Port,America/New_York,5"),
        "office",
        "The office newport is already in row 2.",
        "Keep one row for each office.",
    ),
    (
        "sessions",
        (GOOD["sessions"], "Hillside,12/9/2026,10:00 AM,13:00,60,Clinic,Remote,2,0"),
        "start",
        "A session at hillside that starts then is already in row 2.",
        "Keep one of the rows, or give one another start.",
    ),
    (
        "needs",
        (GOOD["needs"], "harbor,2026-12-07,14:00,Visa,Spanish,6,45,low"),
        "language",
        "Visa in Spanish for this session is already in row 2.",
        "Add the consultations up in one row.",
    ),
    (
        "volunteers",
        (GOOD["volunteers"], "Cyrus Lama,CY@example.org,,Attorney,,,,,,harbor,no,2,no,"),
        "email",
        "The e-mail cy@example.org is already in row 2.",
        "An e-mail is one person: keep one of the rows, or write the other's own address.",
    ),
    (
        "travel",
        ("harbor,hillside,30", "hillside,harbor,35"),
        "minutes",
        "The way between harbor and hillside takes 30 minutes in row 2 and 35 here.",
        "It is the same both ways: keep one of the rows.",
    ),
]


@pytest.mark.parametrize(("name", "rows", "column", "problem", "mend"), TWICE)
def test_of_two_rows_for_one_thing_the_first_is_taken(
    name: str, rows: tuple[str, str], column: str, problem: str, mend: str
) -> None:
    reading = read(sheet(name, *rows))
    assert complaints(reading) == [(f"{name}.csv", 3, column, problem, mend)]
    assert reading.directory == read(sheet(name, rows[0])).directory


def test_rows_that_depend_on_a_bad_row_point_to_it() -> None:
    files = {
        **sheet("offices", "newport,Newport,America/New_York,no"),
        **sheet("sessions", "newport,2026-12-08,10:00,14:00,,,,,", "harbor,2026-12-08,1,2,,,,,"),
        **sheet("needs", "harbor,2026-12-08,1,Visa,any,1,,"),
        **sheet("volunteers", "Bo,bo@example.org,,Wizard,,,,,,,,,,"),
        **sheet("availability", "bo@example.org,Monday,10:00,12:00,"),
    }
    said = {(f.file, f.row): f"{f.problem} {f.mend}" for f in read(files).bad}
    assert said[("sessions.csv", 2)] == (
        "The office newport was left out. Mend row 2 of offices.csv first."
    )
    assert said[("availability.csv", 2)] == (
        "The volunteer bo@example.org was left out. Mend row 2 of volunteers.csv first."
    )


def test_a_need_of_a_bad_session_points_to_it() -> None:
    files = {
        **sheet("sessions", "harbor,2026-12-08,10:00,14:00,,Circus,,,"),
        **sheet("needs", "harbor,2026-12-08,10:00,Visa,any,1,,"),
    }
    assert complaints(read(files))[-1] == (
        "needs.csv",
        2,
        "start",
        "No session at harbor starts on 2026-12-08 at 10:00.",
        "Mend row 2 of sessions.csv first.",
    )


def test_without_any_office_on_file_the_sheet_of_offices_comes_first() -> None:
    reading = read(sheet("sessions", "harbor,2026-12-08,10:00,14:00,,,,,"), Directory())
    assert [(f.problem, f.mend) for f in reading.bad] == [
        ("“harbor” is not an office.", "Bring in the sheet of offices first.")
    ]


def test_a_sheet_of_nothing_but_bad_rows_is_given_up() -> None:
    reading = read(sheet("availability", *["x,y,z,,"] * 5000))
    assert complaints(reading)[-1] == (
        "availability.csv",
        0,
        "",
        "More than 1,000 rows are bad; rows after 1002 were not read.",
        "Mend the rows above first, or look whether this is the right file.",
    )
