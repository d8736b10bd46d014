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
