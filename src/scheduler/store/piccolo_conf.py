"""Where Piccolo finds its engine and tables.

The engine is made before anyone knows the address: ``db.open_database`` puts it in.
"""

from __future__ import annotations

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine


class _LateEngine(PostgresEngine):
    """An engine that asks no server anything while it is imported."""

    async def check_version(self) -> None:
        """Do nothing: ``opendoor doctor`` looks at the version, with the right address."""


# The embedded server carries no extensions, and none is needed.
DB = _LateEngine(config={}, extensions=())

APP_REGISTRY = AppRegistry(apps=["scheduler.store.piccolo_app"])
