"""Every command says what it does, what it did, and exits 0 only when it did it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import click
import pytest
from click.testing import CliRunner

from scheduler.cli.commands import main
from tests.support.programs import Installation
from tests.support.worlds import World


def paths(command: click.Command, *above: str) -> Iterator[tuple[str, ...]]:
    yield above
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child
            yield from paths(child, *above, name)


def words(done: CompletedProcess[str]) -> str:
    """What it told a person; a traceback is never part of that."""
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


@pytest.mark.parametrize("path", list(paths(main)), ids=" ".join)
def test_every_command_has_help(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    assert len(shown.output.splitlines()) > 4


def test_the_ten_commands_are_there() -> None:
    assert {
        *("serve", "worker", "migrate", "import", "plan", "publish", "roster"),
        *("outbox", "user", "doctor"),
    } <= set(main.list_commands(click.Context(main)))


def test_an_unknown_command_is_refused(installation: Installation) -> None:
    done = installation.run("conquer")
    assert done.returncode == 2
    assert "No such command" in words(done)


def test_migrate_brings_the_tables_up_to_date_once(installation: Installation) -> None:
    assert installation.run("migrate").stdout == "The tables are up to date.\n"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("PORT", "eighty", "PORT is 'eighty': it must be a number from 1 to 65535."),
        ("BASE_URL", "schedule", "BASE_URL is 'schedule': it must be an address like"),
        ("BASE_URL", "http://example.org", "outside this machine it must be https"),
        ("OPENDOOR_SECRET", "short", "OPENDOOR_SECRET is too short: 32 characters or more."),
        ("SMTP_URL", "smtp://localhost", "MAIL_FROM is missing"),
        ("DATABASE_URL", "postgresql://x@127.0.0.1:9/x", "Is DATABASE_URL right"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, variable: str, value: str, sentence: str) -> None:
    installation = Installation(tmp_path, environment={variable: value})
    done = installation.run("user", "list")
    assert done.returncode == 1
    assert sentence in words(done)
    checked = installation.run("doctor", "--json")
    assert checked.returncode == 1
    assert any(sentence in check["mend"] for check in json.loads(checked.stdout))


# ---- import ---------------------------------------------------------------------


def test_importing_twice_changes_nothing(installation: Installation, week_folder: Path) -> None:
    first = installation.run("import", str(week_folder), "--json")
    again = installation.run("import", str(week_folder), "--json")
    assert (first.returncode, again.returncode) == (0, 0)
    told = json.loads(first.stdout)
    assert told["applied"] is True
    assert told["sheets"]["volunteers"] == {"added": 7, "changed": 0, "left": 0}
    sheets = json.loads(again.stdout)["sheets"].values()
    assert [(s["added"], s["changed"]) for s in sheets] == [(0, 0)] * 6


def spoil(folder: Path) -> None:
    needs = folder / "needs.csv"
    needs.write_bytes(needs.read_bytes().replace(b"Spanish", b"Spannish"))


def test_a_bad_row_stops_the_import_with_nothing_written(
    installation: Installation, week_folder: Path
) -> None:
    spoil(week_folder)
    done = installation.run("import", str(week_folder))
    assert done.returncode == 1
    assert "needs.csv" in done.stdout
    assert "row 2" in done.stdout
    assert "Did you mean Spanish?" in done.stdout
    assert "Nothing was written." in done.stdout
    looked = installation.run("import", str(week_folder), "--dry-run", "--json")
    assert looked.returncode == 1
    assert json.loads(looked.stdout)["sheets"]["offices"]["added"] == 3


def test_a_dry_run_only_shows(installation: Installation, week_folder: Path) -> None:
    for _ in range(2):
        done = installation.run("import", str(week_folder), "--dry-run", "--json")
        assert done.returncode == 0
        told = json.loads(done.stdout)
        assert told["applied"] is False
        assert told["sheets"]["volunteers"]["added"] == 7


def test_bad_rows_can_be_left_behind(installation: Installation, week_folder: Path) -> None:
    spoil(week_folder)
    done = installation.run("import", str(week_folder), "--skip-bad-rows", "--json")
    assert done.returncode == 0
    told = json.loads(done.stdout)
    assert told["applied"] is True
    assert [(bad["file"], bad["row"]) for bad in told["bad_rows"]] == [("needs.csv", 2)]
    assert told["sheets"]["needs"]["added"] == 3


def test_a_folder_without_spreadsheets_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = installation.run("import", str(empty))
    assert done.returncode == 1
    assert "holds no .csv or .xlsx file" in words(done)


# ---- plan, publish, roster, outbox ------------------------------------------------


def test_a_week_from_the_shell_end_to_end(
    installation: Installation, quiet_week: World, tmp_path: Path
) -> None:
    week = ("--week", str(quiet_week.day(3)))  # any day of it
    planned = json.loads(installation.run("plan", *week, "--seconds", "10", "--json").stdout)
    assert (planned["coverage"], planned["demand"], planned["proven"]) == (34, 34, True)
    assert {"bound", "gap", "seconds", "seats_filled", "seats"} <= planned.keys()

    published = json.loads(installation.run("publish", *week, "--json").stdout)
    assert published["letters"] == published["invited"] > 0
    again = installation.run("publish", *week)
    assert again.returncode == 1
    assert "run the solver first" in words(again)

    for form, start in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        target = tmp_path / f"roster.{form}"
        written = installation.run(
            "roster", *week, "--office", "bronx", f"--{form}", "--out", str(target)
        )
        assert written.returncode == 0, written.stderr
        assert target.read_bytes().startswith(start)

    folder = tmp_path / "letters"
    assert installation.run("outbox", "--export", str(folder)).returncode == 0
    exported = sorted(folder.iterdir())
    assert len(exported) == published["letters"]
    assert [path.name[:5] for path in exported[:2]] == ["00001", "00002"]
    assert all(b"text/calendar" in path.read_bytes() for path in exported)

    listed = json.loads(installation.run("outbox", "list", "--json").stdout)
    assert listed["total"] == published["letters"]
    number = str(listed["letters"][0]["id"])
    assert "Subject:" in installation.run("outbox", "show", number).stdout


def test_planning_a_week_nobody_asked_for_says_what_is_missing(
    installation: Installation,
) -> None:
    done = installation.run("plan", "--week", "2026-12-07")
    assert done.returncode == 1
    assert "Import demand first" in words(done)


@pytest.mark.parametrize("week", ["tomorrow", "2026-13-01", "07.12.2026"])
def test_a_week_that_is_no_date_is_refused(installation: Installation, week: str) -> None:
    done = installation.run("plan", "--week", week)
    assert done.returncode == 2
    assert "write it like 2026-12-07" in words(done)


def test_rosters_of_unknown_offices_and_unpublished_weeks_are_refused(
    installation: Installation, quiet_week: World
) -> None:
    week = ("--week", str(quiet_week.monday))
    assert "no office" in words(installation.run("roster", *week, "--office", "atlantis"))
    unpublished = installation.run("roster", *week, "--office", "bronx")
    assert unpublished.returncode == 1
    assert "published" in words(unpublished)


def test_letters_that_are_not_there(installation: Installation) -> None:
    assert installation.run("outbox", "list").stdout == "0 of 0 letters.\n"
    done = installation.run("outbox", "show", "99")
    assert done.returncode == 1
    assert "no letter 99" in words(done)


# ---- people -----------------------------------------------------------------------


def test_accounts_are_added_listed_and_shut(installation: Installation, quiet_week: World) -> None:
    assert quiet_week.monday
    added = installation.run(
        "user", "add", "lee@example.org", "--name", "Lee", "--role", "office", "--office", "bronx"
    )
    assert added.returncode == 0
    listed = json.loads(installation.run("user", "list", "--json").stdout)
    (lee,) = [a for a in listed if a["email"] == "lee@example.org"]
    assert (lee["role"], lee["office"], lee["disabled"]) == ("office", "bronx", False)
    link = installation.run("user", "link", "lee@example.org").stdout
    assert "/sign-in/" in link
    assert installation.run("user", "shut", "lee@example.org").returncode == 0
    assert installation.run("user", "link", "lee@example.org").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--role", "office"), "needs --office"),
        (("--role", "office", "--office", "atlantis"), "no office"),
        (("--role", "coordinator", "--office", "bronx"), "only it does"),
        (("--role", "king"), "is not one of"),
    ],
)
def test_accounts_that_make_no_sense_are_refused(
    installation: Installation, arguments: tuple[str, ...], sentence: str
) -> None:
    done = installation.run("user", "add", "lee@example.org", "--name", "Lee", *arguments)
    assert done.returncode != 0
    assert sentence in words(done)


def test_doctor_says_what_is_missing_and_how_to_mend_it(installation: Installation) -> None:
    done = installation.run("doctor")
    assert done.returncode == 1
    assert "WRONG  0 accounts can sign in" in done.stdout
    assert "opendoor user add" in done.stdout


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "SENDGRID_WEBHOOK_KEY is missing"),
        ("half a key", "SENDGRID_WEBHOOK_KEY is not a verification key"),
    ],
)
def test_neither_doctor_nor_start_takes_a_webhook_key_that_verifies_nothing(
    tmp_path: Path, key: str, sentence: str
) -> None:
    mail = {"SENDGRID_API_KEY": "SG.x", "MAIL_FROM": "a@clinics.nyc", "SENDGRID_WEBHOOK_KEY": key}
    installation = Installation(tmp_path, environment=mail)
    checked = installation.run("doctor", "--json")
    started = installation.run("serve")

    assert (checked.returncode, started.returncode) == (1, 1)
    assert any(sentence in check["mend"] for check in json.loads(checked.stdout))
    assert sentence in words(started)


def test_doctor_is_content_with_a_good_installation(
    installation: Installation, quiet_week: World
) -> None:
    assert quiet_week.monday
    done = installation.run("doctor", "--json")
    assert (done.returncode, words(done)) == (0, "")
    assert all(check["good"] for check in json.loads(done.stdout))
