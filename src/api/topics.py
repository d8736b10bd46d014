"""Every topic's pages and JSON, in the order of the navigation."""

from __future__ import annotations

from api import signing_in

ROUTES = [*signing_in.ROUTES]
