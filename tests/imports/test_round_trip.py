"""Properties: what is written is read, and reading never stumbles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.imports.columns import COLUMNS, SheetName
from scheduler.imports.differences import compare
from scheduler.imports.rows import read_week
from scheduler.model.directory import Directory, Severity

from .strategies import as_files, directories, with_sorted_needs
from .worlds import HEADINGS, TODAY, csv_bytes, quiet_week, rows_of, workbook


@settings(max_examples=60, deadline=None)
@given(directories())
def test_a_directory_written_as_spreadsheets_is_read_back_equal(directory: Directory) -> None:
    files = as_files(directory)
    reading = read_week(files, Directory(), TODAY)
    assert reading.bad == ()
    assert with_sorted_needs(reading.directory) == with_sorted_needs(directory)
    again = read_week(files, reading.directory, TODAY)
    assert again.directory == reading.directory
    assert compare(reading.directory, again.directory).is_empty


@settings(max_examples=15, deadline=None)
@given(directories())
def test_a_workbook_of_the_same_rows_reads_the_same(directory: Directory) -> None:
    files = as_files(directory)
    book = {name.removesuffix(".csv"): rows_of(data) for name, data in files.items()}
    of_book = read_week({"week.xlsx": workbook(book)}, Directory(), TODAY)
    assert of_book.directory == read_week(files, Directory(), TODAY).directory


@settings(max_examples=60, deadline=None)
@given(directories(), directories())
def test_a_second_week_upon_a_first_leaves_what_it_does_not_name(
    first: Directory, second: Directory
) -> None:
    before = read_week(as_files(first), Directory(), TODAY).directory
    reading = read_week(as_files(second), before, TODAY)
    after = reading.directory
    assert reading.bad == ()
    assert before.volunteers.keys() <= after.volunteers.keys()
    assert before.sessions.keys() <= after.sessions.keys()
    again = read_week(as_files(second), after, TODAY).directory
    assert compare(after, again).is_empty


cells = st.text(max_size=15) | st.sampled_from(
    [
        "harbor",
        "2026-12-07",
        "14:00",
        "18:00",
        "2",
        "-1",
        "0.5",
        "Asylum",
        "any",
        "Korean (advise)",
        "ana@example.org",
        "Monday",
        "yes",
        "Attorney",
        "1e9",
        "٣",
        "²",
        "NaN",
        "inf",
        "=1+1",
        "\x00",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SheetName), st.data())
def test_no_cells_whatever_make_reading_stumble(name: SheetName, data: st.DataObject) -> None:
    width = len(HEADINGS[name].split(","))
    rows = data.draw(st.lists(st.lists(cells, max_size=width + 1), max_size=6))
    files = {f"{name}.csv": csv_bytes([HEADINGS[name].split(","), *rows])}
    reading = read_week(files, quiet_week(), TODAY)
    headings = {column.heading for column in COLUMNS[name]} | {""}
    for finding in reading.findings:
        assert finding.row <= len(rows) + 1
        assert finding.column in headings
        assert finding.problem.endswith(".")
        assert finding.mend.endswith((".", "?"))
        assert finding.severity in Severity


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["needs.csv", "week.xlsx", "x"]), st.binary(max_size=400))
def test_no_bytes_whatever_make_reading_stumble(name: str, data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"office,date\n"):
        assert read_week({name: start + data}, quiet_week(), TODAY).directory == quiet_week()
