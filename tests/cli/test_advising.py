"""What stands behind a plan, from the shell: reasons, candidates, advice, replay."""

from __future__ import annotations

import json

from tests.support.programs import Installation
from tests.support.worlds import World


def test_a_plan_explains_itself(installation: Installation, one_interpreter_short: World) -> None:
    week = f"--week={one_interpreter_short.monday}"
    done = installation.run("plan", week, "--seconds=10", "--explain")
    assert done.returncode == 0, done.stderr
    assert "Green card in Haitian Creole" in done.stdout
    assert "no volunteer speaks Haitian Creole" in done.stdout
    assert "2 seats are empty." in done.stdout
    listed = installation.run("candidates", week, "--json")
    empty = json.loads(listed.stdout)
    assert {seat["count"] for seat in empty} == {1}

    key = empty[0]["key"]
    ranked = json.loads(installation.run("candidates", week, "--seat", key, "--json").stdout)
    assert ranked["seat"] == key
    assert {one["grade"] for one in ranked["candidates"]} == {"not_qualified"}
    shown = installation.run("candidates", week, "--seat", key, "--repairs")
    assert "Nothing that was tried fills it." in shown.stdout

    advice = installation.run("advise", week)
    assert advice.returncode == 0, advice.stderr
    assert "Interpreter for Haitian Creole" in advice.stdout
    replayed = installation.run("replay", "1", "--json")
    assert replayed.returncode == 0, replayed.stderr
    found = json.loads(replayed.stdout)
    assert found["agrees"]
    assert found["stages"][0]["proved"]


def test_what_changes_buy(installation: Installation, published_week: World) -> None:
    week = f"--week={published_week.monday}"
    done = installation.run("advise", week, "--changes", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {point["coverage"] for point in found["points"]} == {found["coverage"]}


def test_what_is_not_there_is_named(installation: Installation, quiet_week: World) -> None:
    week = f"--week={quiet_week.monday}"
    for arguments, sentence in (
        (("replay", "77"), "There is no run 77."),
        (("candidates", week, "--seat", "9.9.adviser.9"), "This seat is not part of the week."),
        (("advise", "--week=2001-01-01"), "No session is on file in the week of 2001-01-01."),
    ):
        done = installation.run(*arguments)
        assert (done.returncode, sentence in done.stderr) == (1, True), done.stderr
