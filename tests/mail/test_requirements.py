"""What letters need of an installation, each with the sentence that mends it."""

from __future__ import annotations

import pytest

from scheduler.errors import InstallationError
from scheduler.mail.requirements import remarks, require_mail
from scheduler.settings import Keeping, Settings, settings_from
from tests.support.answering import Signer
from tests.support.installation import settings_for

GOOD_KEY = Signer().public_key


def sendgrid(**changed: object) -> Settings:
    """An installation that sends through SendGrid, all set up."""
    usual = {
        "sendgrid_api_key": "SG.abc",
        "sendgrid_webhook_key": GOOD_KEY,
        "mail_from": "schedule@clinics.nyc",
        "mail_answers": "answers@in.clinics.nyc",
        "base_url": "https://schedule.clinics.nyc",
    }
    return settings_for("", **(usual | changed))


def test_an_installation_without_mail_needs_nothing() -> None:
    require_mail(settings_for(""))
    assert all(remark.good for remark in remarks(settings_for("")))


def test_a_good_installation_is_told_what_its_domain_needs() -> None:
    require_mail(sendgrid())
    found = list(remarks(sendgrid()))

    assert all(remark.good for remark in found)
    assert any("mx.sendgrid.net" in remark.what for remark in found)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"sendgrid_webhook_key": ""}, "SENDGRID_WEBHOOK_KEY is missing"),
        ({"sendgrid_webhook_key": ""}, "https://schedule.clinics.nyc/webhooks/sendgrid/events"),
        ({"sendgrid_webhook_key": "MFkw"}, "SENDGRID_WEBHOOK_KEY is not a verification key"),
        ({"sendgrid_webhook_key": GOOD_KEY[:-8]}, "Copy it whole from SendGrid"),
        ({"sendgrid_webhook_key": "-----BEGIN PUBLIC KEY-----"}, "is not a verification key"),
        ({"mail_from": "Clinics <a@clinics.nyc>"}, "MAIL_FROM is 'Clinics <a@clinics.nyc>'"),
        ({"mail_from": "clinics.nyc"}, "it must be one bare address"),
        ({"mail_answers": "in.clinics.nyc"}, "MAIL_ANSWERS is 'in.clinics.nyc'"),
    ],
)
def test_what_cannot_work_stops_the_start(changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(InstallationError) as refused:
        require_mail(sendgrid(**changed))
    assert sentence in refused.value.detail


def test_a_mail_server_has_no_webhook() -> None:
    require_mail(sendgrid(sendgrid_api_key=None, sendgrid_webhook_key="", smtp_url="smtp://x"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mail_from": "a@opendoor.example.org", "mail_answers": ""}, "is nobody's"),
        ({"sendgrid_api_key": "abc"}, "does not begin with 'SG.'"),
        ({"smtp_url": "smtp://localhost"}, "SENDGRID_API_KEY and SMTP_URL are both set"),
        ({"mail_answers": "answers@elsewhere.nyc"}, "like answers@in.clinics.nyc"),
    ],
)
def test_what_works_badly_is_told_by_the_doctor(changed: dict[str, str], sentence: str) -> None:
    (told,) = [remark for remark in remarks(sendgrid(**changed)) if not remark.good]
    assert sentence in told.mend


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DIGEST_HOUR", "24"),
        ("DIGEST_HOUR", "7:30"),
        ("HOURS_GOOD_DAYS", "-1"),
        ("KEEP_INBOUND_DAYS", "0"),
        ("KEEP_LETTERS_DAYS", "many"),
        ("KEEP_AUDIT_DAYS", "9999999"),
    ],
)
def test_a_wrong_number_is_named_with_its_bounds(variable: str, value: str) -> None:
    with pytest.raises(InstallationError, match=f"{variable} is '{value}': it must be a number"):
        settings_from({variable: value, "OPENDOOR_SECRET": "x" * 32})


def test_days_and_hours_are_read_from_the_environment() -> None:
    found = settings_from(
        {
            "OPENDOOR_SECRET": "x" * 32,
            "DIGEST_HOUR": "0",
            "HOURS_GOOD_DAYS": "0",
            "KEEP_INBOUND_DAYS": "1",
            "KEEP_LETTERS_DAYS": "2",
            "KEEP_AUDIT_DAYS": "3",
        }
    )
    assert (found.digest_hour, found.hours_good_days) == (0, 0)
    assert found.keeping == Keeping(inbound=1, letters=2, audit=3)
