"""The gallery shows every letter in every language, to coordinators."""

from __future__ import annotations

import pytest

from scheduler.mail.specimens import specimens_in
from scheduler.mail.words import languages
from tests.conftest import OpenClient
from tests.support.worlds import World


@pytest.mark.parametrize("language", sorted(languages()))
async def test_every_letter_can_be_looked_at_in_every_language(
    open_client: OpenClient, quiet_week: World, language: str
) -> None:
    coordinator = await open_client(quiet_week.coordinator)
    shown = await coordinator.get(f"/letters/gallery?language={language}")
    plain = await coordinator.get(f"/letters/gallery?language={language}&part=text")

    assert (shown.status_code, plain.status_code) == (200, 200)
    for name in specimens_in(language):
        body = await coordinator.get(f"/letters/gallery/{language}/{name}")
        assert f'lang="{language}"' in body.text
        assert "sandbox" in body.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/letters/gallery?language=xx",
        "/letters/gallery/en/love",
        "/letters/gallery/es/notice",
        "/letters/gallery/../en/invite",
    ],
)
async def test_there_is_nothing_else_in_it(
    open_client: OpenClient, quiet_week: World, path: str
) -> None:
    coordinator = await open_client(quiet_week.coordinator)

    assert (await coordinator.get(path)).status_code == 404
