"""Doors for mail services: what became of letters, and mail that people send back.

Each keeps what came, byte for byte, before it says yes; reading is the worker's. Who does
not prove to be the mail service gets 401, and what is not understood is never an error of
ours.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime

from litestar import Response, post
from litestar.params import FromQuery

from api.session import Asking, settings_of
from scheduler.actions.events import read_events
from scheduler.actions.inbound import keep_arrival
from scheduler.errors import InvalidInputError
from scheduler.mail.signatures import SIGNATURE, TIMESTAMP, is_signed
from scheduler.store.inbound import ArrivalKind

LARGEST_CALL = 10 * 1024 * 1024
LARGEST_MAIL = 30 * 1024 * 1024
"""What SendGrid passes on at most."""
_FORM = "multipart/form-data"
_LONGEST_TYPE = 200
Said = Response[str]


@post(
    "/webhooks/sendgrid/events",
    include_in_schema=False,
    status_code=200,
    request_max_body_size=LARGEST_CALL,
)
async def events(request: Asking) -> Said:
    """Take delivery events: 401 unless signed, 400 unless a list of events."""
    body = await request.body()
    if not _signed(request, body):
        return _refused(401, "The signature is missing or wrong.")
    try:
        read_events(body)
    except InvalidInputError as error:
        return _refused(400, error.detail)
    await keep_arrival(ArrivalKind.EVENTS, "application/json", body, datetime.now(UTC))
    return _taken()


@post(
    "/webhooks/sendgrid/inbound",
    include_in_schema=False,
    status_code=200,
    request_max_body_size=LARGEST_MAIL,
)
async def inbound(request: Asking, key: FromQuery[str] = "") -> Said:
    """Take a mail: 401 without the address's key or a signature, 400 unless a form."""
    body = await request.body()
    known = hmac.compare_digest(key.encode(), settings_of(request).inbound_key.encode())
    if not known and not _signed(request, body):
        return _refused(401, "The key of this address is missing or wrong.")
    content_type = request.headers.get("content-type", "")
    if not content_type.lower().startswith(_FORM) or len(content_type) > _LONGEST_TYPE:
        return _refused(400, "A form is expected, as SendGrid's Inbound Parse sends it.")
    if not content_type.isascii() or "boundary=" not in content_type.lower():
        return _refused(400, "The form has no boundary.")
    await keep_arrival(ArrivalKind.MAIL, content_type, body, datetime.now(UTC))
    return _taken()


def _signed(request: Asking, body: bytes) -> bool:
    return is_signed(
        settings_of(request).sendgrid_webhook_key,
        request.headers.get(SIGNATURE, ""),
        request.headers.get(TIMESTAMP, ""),
        body,
    )


def _taken() -> Said:
    return Response('{"status": "kept"}', status_code=200, media_type="application/json")


def _refused(status: int, detail: str) -> Said:
    """Problem+json, whatever the caller says it accepts: no page is for machines."""
    told = {"type": "about:blank", "title": "Refused", "status": status, "detail": detail}
    return Response(json.dumps(told), status_code=status, media_type="application/problem+json")


ROUTES = [events, inbound]
