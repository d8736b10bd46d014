"""Where the built parts of the product lie."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_API = find_spec("api")
STATIC = Path(_API.origin).parent / "static" if _API and _API.origin else Path("static")
"""What the front-end build made: scripts, styles, fonts."""
FONTS = STATIC / "fonts"
