"""Figures: commands that run, tables that are made of what was kept."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

import benchmarks
from benchmarks.__main__ import COMMANDS, main
from benchmarks.memory import held_by
from benchmarks.sampling import Sampler
from solver.problem import parse_problem


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["benchmarks", *map(str, arguments)])
    return main()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with pytest.raises(SystemExit) as left:
        run(monkeypatch, command, "--help")
    assert left.value.code == 0
    assert COMMANDS[command] in " ".join(capsys.readouterr().out.split())


def test_a_week_is_written_as_a_problem_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert run(monkeypatch, "week", "tiny", 1, "--out", tmp_path / "week.json") == 0
    week = parse_problem(json.loads((tmp_path / "week.json").read_text()))
    assert len(week.volunteers) == 40


def test_from_measuring_to_the_document(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    short = ("--seconds", 5, "--out")
    compare = ("compare", "tiny:1", "--methods", "ours", "greedy", *short)
    assert run(monkeypatch, *compare, tmp_path / "compare.json") == 0
    assert run(monkeypatch, "growth", "tiny", *short, tmp_path / "growth.json") == 0
    assert run(monkeypatch, "moves", "tiny:1", *short, tmp_path / "moves.json") == 0
    assert run(monkeypatch, "profile", "tiny:1", *short, tmp_path / "profile.json") == 0
    answers = ("dropout", "tiny:1", "--people", 1, "--base", 5, "--answers", "tiny:1")
    assert run(monkeypatch, *answers, *short, tmp_path / "dropout.json") == 0
    polls = ("feeds", "--subscribers", 40, "--turns", 1, "--seconds", 0.1, "--changes", 4, "--out")
    assert run(monkeypatch, *polls, tmp_path / "feeds.json") == 0
    names = ("readme", "compare", "growth", "moves", "profile", "dropout", "feeds", "compare-none")
    page = tmp_path / "page.md"
    page.write_text("".join(f"<!-- {name} -->\nold\n<!-- end {name} -->\n" for name in names))
    for _ in range(2):
        run(monkeypatch, "document", "--results", tmp_path, "--document", page)
    text = page.read_text()
    assert text.count("old") == 1  # there are no figures for the last one
    assert text.count("| greedy best fit") == 2
    assert "processor seconds" in text
    assert "| feed, 304 | 0 |" in text


def test_memory_of_this_session_is_seen() -> None:

    assert held_by(os.getsid(0)) > 1_000_000


def test_a_sampler_sees_where_time_goes() -> None:
    with Sampler(Path(benchmarks.__file__).parent.parent / "tests") as sampler:
        _busy(0.2)
    assert sum(sampler.seconds.values()) == pytest.approx(0.2, abs=0.15)
    assert any(function == "_busy" for _, function in sampler.seconds)


def _busy(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
