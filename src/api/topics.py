"""Every topic's pages and JSON, in the order of the navigation."""

from __future__ import annotations

from api import imports, rosters, signing_in

ROUTES = [*rosters.ROUTES, *imports.ROUTES, *signing_in.ROUTES]
