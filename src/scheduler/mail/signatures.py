"""Whether a call comes from SendGrid: its signature over the bytes as they came."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from scheduler.errors import InstallationError

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"


def is_signed(public_key: str, signature: str, timestamp: str, body: bytes) -> bool:
    """Whether ``signature`` is the key's over the time and the raw body (ECDSA, SHA-256).

    Without a key nothing is signed: the door stays shut.
    """
    if not public_key or not signature or not timestamp:
        return False
    try:
        told = base64.b64decode(signature, validate=True)
        _key(public_key).verify(told, timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def require_key(public_key: str) -> None:
    """Refuse to start with a key that can never verify anything."""
    _key(public_key)


def _key(public_key: str) -> EllipticCurvePublicKey:
    """The key as SendGrid's settings show it: base64 of its SubjectPublicKeyInfo."""
    try:
        key = load_der_public_key(base64.b64decode(public_key, validate=True))
    except (ValueError, binascii.Error):
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise InstallationError(
            "SENDGRID_WEBHOOK_KEY is not a verification key. Copy it whole from SendGrid, under "
            "Settings, Mail Settings, Event Webhooks: it begins with MFkw."
        )
    return key
