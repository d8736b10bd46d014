"""The web application."""
from __future__ import annotations
def create_app(settings, url):
    raise NotImplementedError
