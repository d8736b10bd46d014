"""The tables and migrations, as Piccolo wants them announced."""

from __future__ import annotations

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

_BESIDE = Path(__file__).parent / "migrations"
_IN_CHECKOUT = Path(__file__).parents[3] / "migrations"

APP_CONFIG = AppConfig(
    app_name="scheduler",
    # In a wheel the migrations lie beside this file, in a checkout at its top.
    migrations_folder_path=_BESIDE if _BESIDE.is_dir() else _IN_CHECKOUT,
    table_classes=table_finder(["scheduler.store.tables"], exclude_imported=True),
)
