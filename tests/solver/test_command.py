"""The command line: what it writes, what it says, and its exit codes."""

import json
from pathlib import Path

import pytest

from solver.__main__ import main
from solver.problem import Problem, problem_document
from tests.solver.worlds import one_interpreter_short


@pytest.fixture
def week(tmp_path: Path) -> Path:
    return written(tmp_path / "week.json", one_interpreter_short())


def written(path: Path, problem: Problem) -> Path:
    path.write_text(json.dumps(problem_document(problem)))
    return path


def test_solve_then_check(week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = week.with_name("plan.json")
    assert main(["solve", str(week), "--out", str(plan), "--seconds", "10", "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert "coverage: 8 of at most 8, proved" in said.out
    assert "coverage" in said.err
    document = json.loads(plan.read_text())
    assert (document["format"], document["status"]) == ("clinic-plan/1", "optimal")
    assert main(["check", str(week), str(plan)]) == 0
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["ok"], verdict["objective"]["coverage"]) == (True, 8)


def test_check_finds_a_broken_rule(week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = week.with_name("plan.json")
    seat = {"volunteer": "ana", "session": "clinic", "role": "adviser", "need": "first"}
    plan.write_text(json.dumps({"format": "clinic-plan/1", "assignments": [seat]}))
    assert main(["check", str(week), str(plan)]) == 1
    verdict = json.loads(capsys.readouterr().out)
    assert [breach["rule"] for breach in verdict["breaches"]] == ["interpreters"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "the document is not an object: a list"),
        ('{"format": "clinic-problem/1"}', "sessions: missing, a list is expected"),
        (
            '{"format": "clinic-problem/1", "needs": [{"seats": NaN}]}',
            "needs[0].seats: not a number: NaN",
        ),
    ],
)
def test_unusable_input_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, fault: str
) -> None:
    source, plan = tmp_path / "week.json", tmp_path / "plan.json"
    source.write_text(content)
    assert main(["solve", str(source), "--out", str(plan)]) == 2
    said = capsys.readouterr()
    assert fault in said.err
    assert said.out == ""
    assert sorted(tmp_path.iterdir()) == [source]


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "none.json"), str(tmp_path / "plan.json")]) == 2
    assert "none.json: No such file or directory" in capsys.readouterr().err


def test_a_plan_about_somebody_else(week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = week.with_name("plan.json")
    seat = {"volunteer": "zoe", "session": "clinic", "role": "intake"}
    plan.write_text(json.dumps({"format": "clinic-plan/1", "assignments": [seat]}))
    assert main(["check", str(week), str(plan)]) == 2
    assert 'assignments[0].volunteer: unknown volunteer "zoe"' in capsys.readouterr().err


def test_a_folder_that_is_not_there(week: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", str(week), "--out", str(week.parent / "no" / "plan.json")]) == 2
    assert "--out: folder" in capsys.readouterr().err


def test_ten_thousand_wrong_rows_are_all_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = problem_document(one_interpreter_short()) | {"pins": [{}] * 3_000}
    source = tmp_path / "week.json"
    source.write_text(json.dumps(document))
    assert main(["solve", str(source), "--out", str(tmp_path / "plan.json")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 9_000
    assert lines[0] == "pins[0].volunteer: missing, a text is expected"


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], document: object) -> list[str]:
    """What is said about a document that cannot be used; nothing may be written."""
    source = tmp_path / "week.json"
    source.write_text(json.dumps(document))
    assert main(["solve", str(source), "--out", str(tmp_path / "plan.json")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert sorted(tmp_path.iterdir()) == [source]
    return said.err.splitlines()


def hostile(**changed: object) -> dict[str, object]:
    return problem_document(one_interpreter_short()) | changed


def test_every_kind_of_fault_is_named_by_its_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = hostile()
    session, need, *_ = document["sessions"][0], document["needs"][0]  # type: ignore[index]
    document["sessions"] = [session, session | {"id": "other", "office": "nowhere", "start": -5}]
    document["needs"] = [need | {"seats": -1}, need | {"weight": 10**30, "session": "never"}]
    assert refused(tmp_path, capsys, document) == [
        "sessions[1].start: negative: -5",
        'sessions[1].office: unknown office "nowhere"',
        "needs[0].seats: negative: -1",
        f'needs[1].id: duplicated id "{need["id"]}"',
        'needs[1].session: unknown session "never"',
        f"needs[1].weight: too large: {10**30}",
    ]


def test_beyond_ten_thousand_the_rest_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = refused(tmp_path, capsys, hostile(pins=[{}] * 4_000))
    assert (len(lines), lines[-1]) == (10_001, "and 2000 more faults")


def test_every_contradictory_pin_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pins = [
        {"volunteer": "ana", "session": "clinic", "must": number % 2 == 0}
        for number in range(20_000)
    ]
    lines = refused(tmp_path, capsys, hostile(pins=pins))
    assert lines[0] == (
        'pins[1]: contradicts pins[0]: volunteer "ana" in session "clinic" both in and out'
    )
    assert len(lines) == 10_000


def test_one_person_with_endless_hours_and_pins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten thousand pins against fifty thousand windows: far too many to compare each with each."""
    document = hostile()
    (session,) = document["sessions"]  # type: ignore[misc]
    ana = next(one for one in document["volunteers"] if one["id"] == "ana")  # type: ignore[attr-defined]
    days = [
        session | {"id": f"day {day}", "start": day * 1440, "end": day * 1440 + 60}
        for day in range(10_000)
    ]
    document["sessions"] = [session, *days]
    document["volunteers"] = [ana | {"windows": [[1, 2, "preferred"]] * 50_000}]
    document["pins"] = [{"volunteer": "ana", "session": day["id"], "must": True} for day in days]
    document["previous"] = []
    lines = refused(tmp_path, capsys, document)
    assert len(lines) == 10_001
    assert lines[0] == (
        'pins[0]: volunteer "ana" in session "day 0" cannot be kept: '
        "the session lies outside the hours the person offers"
    )


def test_a_fault_cannot_speak_to_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = refused(tmp_path, capsys, hostile(format="\x1b[31mred\ud800\r\n"))
    assert lines == ['format: "clinic-problem/1" is expected, not "\\x1b[31mred\\ud800\\r\\n"']


def test_a_file_without_end_is_not_read_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", "/dev/zero", "--out", str(tmp_path / "plan.json")]) == 2
    assert "/dev/zero: larger than" in capsys.readouterr().err


def test_help_says_how_many_faults_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "10,000 faults" in " ".join(capsys.readouterr().out.split())
