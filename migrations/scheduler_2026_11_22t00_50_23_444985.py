"""What Piccolo's tables cannot say: no double booking, and the tables of the job queue."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from procrastinate.schema import SchemaManager

from scheduler.store.db import run_script

ID = "2026-11-22T00:50:23:444985"
VERSION = "1.38.0"
DESCRIPTION = "double booking and jobs"

# A range of one whole number stands for the volunteer: equality inside a GiST index,
# without an extension (docs/architecture.md).
NO_DOUBLE_BOOKING = """
ALTER TABLE assignment ADD CONSTRAINT nobody_in_two_places EXCLUDE USING gist (
  int8range(volunteer, volunteer, '[]') WITH &&,
  tstzrange(starts, ends) WITH &&
) WHERE (released_at IS NULL);
ALTER TABLE assignment ADD CONSTRAINT ends_after_start CHECK (ends > starts);
ALTER TABLE session ADD CONSTRAINT session_ends_after_start CHECK (ends > starts);
ALTER TABLE weekly_availability ADD CONSTRAINT slot_ends_after_start CHECK (ends > starts);
CREATE UNIQUE INDEX one_live_seat_a_shift ON assignment (volunteer, session, shift)
  WHERE released_at IS NULL;
CREATE UNIQUE INDEX one_open_draft ON draft (monday) WHERE state = 'open';
"""


async def forwards() -> MigrationManager:
    """Add the constraints and the queue."""
    manager = MigrationManager(migration_id=ID, app_name="scheduler", description=DESCRIPTION)

    async def run() -> None:
        await run_script(NO_DOUBLE_BOOKING)
        await run_script(SchemaManager.get_schema())

    manager.add_raw(run)
    return manager
