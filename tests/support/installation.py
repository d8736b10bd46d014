"""How the tests' installation is set up: nothing leaves the machine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scheduler.settings import Settings

BASE_URL = "http://localhost:8000"


def settings_for(database_url: str, **changed: object) -> Settings:
    """Settings with letters staying in the outbox, unless ``changed`` says otherwise."""
    return Settings(
        **{
            "data": Path(tempfile.gettempdir()),
            "database_url": database_url,
            "port": 8000,
            "base_url": BASE_URL,
            "sendgrid_api_key": None,
            "smtp_url": None,
            "mail_from": "schedule@opendoor.example.org",
            "secret": b"a key for tests, of 32 characters",
        }
        | changed  # type: ignore[arg-type]
    )
