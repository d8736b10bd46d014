"""Which transport an installation uses."""

from __future__ import annotations

from scheduler.mail.outbox import OutboxTransport
from scheduler.mail.sendgrid import HOST, SendGridTransport
from scheduler.mail.smtp import SmtpTransport
from scheduler.mail.transport import TIMEOUT, Transport


def transport_from(
    *,
    sendgrid_api_key: str = "",
    smtp_url: str = "",
    sendgrid_host: str = HOST,
    timeout: float = TIMEOUT,
) -> Transport:
    """SendGrid with a key, otherwise SMTP with an address, otherwise the outbox."""
    if sendgrid_api_key:
        return SendGridTransport(sendgrid_api_key, sendgrid_host, timeout)
    if smtp_url:
        return SmtpTransport(smtp_url, timeout)
    return OutboxTransport()
