"""Kills everything at random while a week's letters are published and sent.

``python -m benchmarks.letters_kill --letters 3000`` publishes twice through the web (the second
time a tenth of the seats is somebody else's), with two workers sending through a local SendGrid:
the one that ``opendoor serve`` keeps beside itself, and one of its own. Web, workers and database
get SIGKILL at random; SendGrid answers with 500 at random, or takes a letter and lets the answer
get lost. Then it counts: letters lost, letters that contradict what is published, and doubles,
which must be the same byte for byte as the mail service got them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from benchmarks.letters_range import Range, database, wait_for_web, while_publishing
from benchmarks.letters_week import monday
from scheduler.store.db import open_database, rows, value
from tests.support.sendgrid_endpoint import sendgrid_endpoint

SHOTS = 4
"""While one publication is under way; then it is left in peace."""
Mail = dict[str, Any]


def run(letters: int, seconds: float, seed: int) -> bool:
    """Publish, kill, drain and count; whether nothing went wrong."""
    with ExitStack() as held:
        data = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="od-kill-")))
        data.chmod(0o755)
        endpoint = held.enter_context(sendgrid_endpoint())
        url = held.enter_context(database(data))
        chance = random.Random(seed)  # noqa: S311 - which process falls is no secret
        target = Range(data, url, endpoint, chance)
        held.callback(target.stop)
        token = _prepare(target, "fill", letters)
        until = time.monotonic() + seconds
        for version, which in enumerate(("first", "second"), 1):
            _prepare(target, which, letters)
            _publish(target, version, token)
            _drain(target, until if which == "second" else time.monotonic() + seconds / 3)
        return asyncio.run(_count(target))


def _prepare(target: Range, what: str, letters: int) -> str:
    """Put the week, or a draft of it, on file; a killed database gets another chance."""
    for _ in range(5):
        told = target.start("benchmarks.letters_week", what, str(letters), out=subprocess.PIPE)
        said, _nothing = told.communicate()
        if told.returncode == 0:
            return said.decode().strip()
    sys.exit((target.data / "errors.log").read_text("utf-8")[-2000:])


def _publish(target: Range, version: int, token: str) -> None:
    """Until it is published, however often it is shot at meanwhile."""
    shots = 0
    while _asked(target, "SELECT coalesce(max(version), 0) FROM roster") != version:
        wait_for_web(target)
        with while_publishing(target, monday(), token) as pressed:
            while pressed.is_alive() and shots < SHOTS:
                pressed.join(timeout=target.chance.uniform(0.3, 4))
                target.shoot()
                shots += 1


def _drain(target: Range, until: float) -> None:
    """Let workers send, and kill, until nothing is left; near the end nobody is shot."""
    shots_end = time.monotonic() + (until - time.monotonic()) * 0.7
    while time.monotonic() < until + 300:
        target.keep_all()
        if time.monotonic() < shots_end:
            target.mislead()
            time.sleep(target.chance.uniform(1, 4))
            target.shoot()
            continue
        time.sleep(1)
        waiting = "SELECT count(*) FROM letter WHERE state IN ('queued', 'sending')"
        if _asked(target, waiting) == 0:
            return


def _asked(target: Range, sql: str) -> int | None:
    """A number of the database; None while it does not answer."""

    async def ask() -> int:
        async with open_database(target.url, connections=1):
            return int(await value(sql))

    with suppress(Exception):
        return asyncio.run(ask())
    return None


async def _count(target: Range) -> bool:
    async with open_database(target.url, connections=1):
        letters = await rows(
            "SELECT l.id, l.state, l.failure, l.kind, l.sequence, l.assignment, a.uid, "
            "a.released_at FROM letter l JOIN assignment a ON a.id = l.assignment ORDER BY l.id"
        )
    accepted = [(json.loads(body), body) for body in target.endpoint.bodies]
    arrived: dict[int, list[bytes]] = defaultdict(list)
    for mail, body in accepted:
        arrived[_letter(mail)].append(body)
    lost = {r["id"] for r in letters if r["state"] not in {"sent", "superseded"}}
    lost |= {r["id"] for r in letters if r["state"] == "sent" and not arrived[r["id"]]}
    odd = [n for n, bodies in arrived.items() if len(set(bodies)) > 1]
    wrong = _contradictions(letters, [mail for mail, _ in accepted])
    doubles = sum(len(bodies) - 1 for bodies in arrived.values() if bodies)
    kinds = Counter(r["kind"] for r in letters)
    print(f"letters decided    {len(letters)} {dict(kinds)}")
    print(f"mails accepted     {len(accepted)}")
    print(f"killed             {dict(target.kills)}")
    print(f"lost               {len(lost)}")
    for (state, failure), times in Counter(_end(r) for r in letters if r["id"] in lost).items():
        print(f"  {times} {state} {failure}")
    print(f"contradicting      {len(wrong)}")
    print(f"doubles            {doubles}, of which other bytes: {len(odd)}")
    return not (lost or wrong or odd)


def _end(letter: dict[str, Any]) -> tuple[str, str]:
    return letter["state"], letter["failure"]


def _letter(mail: Mail) -> int:
    return int(mail["custom_args"]["letter_id"])


def _contradictions(letters: list[dict[str, Any]], accepted: list[Mail]) -> list[str]:
    """Shifts whose newest mail is not what is published, or whose mails came out of order."""
    of = {r["id"]: r for r in letters}
    order: dict[str, list[int]] = defaultdict(list)
    for mail in accepted:
        letter = of[_letter(mail)]
        order[letter["uid"]].append(letter["sequence"])
    newest = {r["uid"]: r for r in letters if r["state"] != "superseded"}
    wrong = [uid for uid, numbers in order.items() if numbers != sorted(numbers)]
    wrong += [
        uid
        for uid, r in newest.items()
        if (r["released_at"] is None) == (r["kind"] == "cancel")
        or (order[uid] and max(order[uid]) != r["sequence"])
    ]
    return sorted(set(wrong))


def main() -> None:
    """Read the arguments, run, and end with 1 when something went wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--letters", type=int, default=300)
    asked.add_argument("--seconds", type=float, default=60, help="how long to kill for")
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    began = time.monotonic()
    fine = run(wanted.letters, wanted.seconds, wanted.seed)
    print(f"seconds            {time.monotonic() - began:.0f}")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
