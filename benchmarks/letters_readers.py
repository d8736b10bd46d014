"""What calendar programs that we did not write make of our letters.

``python -m benchmarks.letters_readers`` prints reader by story: whether the newest state won.
``--clocks`` also shows each of them shifts at every quarter of an hour around every change of
the clocks from 2026 to 2030 (about five minutes).
"""

from __future__ import annotations

import argparse

from tests.mail.samples import INVITE, SENDER
from tests.support.clock_changes import FEW, sweep_feeds, sweep_letters, zones_for
from tests.support.readers import READERS
from tests.support.stories import STORIES, ends_as_told

ROW = "{:<46}" + "{:>11}" * len(READERS)


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--clocks", action="store_true", help="the clock changes as well")
    print(ROW.format("story", *READERS))
    clocks = asked.parse_args().clocks
    for story in STORIES:
        agrees = [ends_as_told(reader, STORIES[story]) for reader in READERS]
        print(ROW.format(story, *("agrees" if each else "DISAGREES" for each in agrees)))
    if clocks:
        _clocks()


def _clocks() -> None:
    for reader in READERS:
        zones = zones_for(reader)
        for what, found in (
            ("feed", sweep_feeds(reader, zones)),
            ("letter", sweep_letters(reader, zones, INVITE, SENDER, FEW)),
        ):
            moved = f"{len(found.moved)} shown at another time"
            print(f"{reader:<12}{what:<8}{found.shifts:>7} shifts, {len(zones)} zones, {moved}")


if __name__ == "__main__":
    main()
