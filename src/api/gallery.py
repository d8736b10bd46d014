"""The gallery: every letter in every language, before anybody gets one."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from api.letters import BODY_POLICY, sender_of
from api.pages import page
from api.session import Asking, coordinators
from scheduler.errors import NotFoundError
from scheduler.mail.specimens import SPECIMENS, specimen, specimens_in
from scheduler.mail.words import languages, words_for
from scheduler.model.languages import language_name
from scheduler.model.letters import RenderedLetter

_ABSENT = "There is no such letter in the gallery."


@get("/letters/gallery", guards=[coordinators], include_in_schema=False)
async def gallery(
    request: Asking, language: FromQuery[str] = "en", part: FromQuery[str] = "html"
) -> Template:
    """All letters of one language, as they arrive or as plain text."""
    letters = {name: _letter(request, name, language) for name in _kinds(language)}
    chosen = part if part in {"html", "text"} else "html"
    return page(
        request,
        "letters/gallery.html",
        title="Letters, all kinds",
        letters=letters,
        names=SPECIMENS,
        language=language,
        part=chosen,
        reading=words_for(language).direction,
        languages=[
            {
                "href": f"/letters/gallery?language={code}&part={chosen}",
                "label": language_name(code),
                "current": code == language,
                "count": None,
            }
            for code in sorted(languages(), key=language_name)
        ],
    )


@get("/letters/gallery/{language:str}/{name:str}", guards=[coordinators], include_in_schema=False)
async def body(request: Asking, language: FromPath[str], name: FromPath[str]) -> Response[str]:
    """One letter, for the frame that shows it."""
    return Response(
        _letter(request, name, language).html,
        media_type="text/html",
        headers={"Content-Security-Policy": BODY_POLICY},
    )


def _letter(request: Asking, name: str, language: str) -> RenderedLetter:
    if name not in _kinds(language):
        raise NotFoundError(_ABSENT)
    return specimen(name, language, sender_of(request))


def _kinds(language: str) -> dict[str, str]:
    if language not in languages():
        raise NotFoundError(_ABSENT)
    return specimens_in(language)


ROUTES = [gallery, body]
