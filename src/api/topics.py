"""Every topic's pages and JSON, in the order of the navigation."""

from __future__ import annotations

from api import rosters, signing_in

ROUTES = [*rosters.ROUTES, *signing_in.ROUTES]
