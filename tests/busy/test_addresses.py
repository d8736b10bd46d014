"""Which addresses a person may give, and what is wrong with the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.busy.addresses import CalendarAddress, calendar_address
from scheduler.busy.refusals import (
    HoldsPasswordError,
    NoAddressError,
    NotAnAddressError,
    NotHttpsError,
    OtherPortError,
    UnreadableCalendarError,
)

GOOGLE = "https://calendar.google.com/calendar/ical/a%40example.org/private-0a1b/basic.ics"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (GOOGLE, GOOGLE),
        (f"  {GOOGLE}\n", GOOGLE),
        (
            "webcal://p12-caldav.icloud.com/published/2/MTk",
            "https://p12-caldav.icloud.com/published/2/MTk",
        ),
        ("WEBCAL://a.example.org/x", "https://a.example.org/x"),
        ("https://A.Example.ORG:443/x?y=1#z", "https://a.example.org/x?y=1"),
        ("https://a.example.org", "https://a.example.org/"),
        (
            "https://bücher.example/kalender/ä.ics",
            "https://xn--bcher-kva.example/kalender/%C3%A4.ics",
        ),
        ("https://a.example.org./x", "https://a.example.org/x"),
    ],
)
def test_what_people_paste_is_understood(typed: str, meant: str) -> None:
    assert calendar_address(typed).text == meant


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", NoAddressError),
        ("   ", NoAddressError),
        ("my calendar", NotAnAddressError),
        ("calendar.google.com/x.ics", NotAnAddressError),
        ("http://a.example.org/x", NotHttpsError),
        ("ftp://a.example.org/x", NotHttpsError),
        ("file:///etc/passwd", NotAnAddressError),
        ("https://me:secret@a.example.org/x", HoldsPasswordError),
        ("https://@a.example.org/x", HoldsPasswordError),
        ("https://a.example.org:8443/x", OtherPortError),
        ("https://a.example.org:99999/x", NotAnAddressError),
        ("https://a.example.org/x\r\nHost: b", NotAnAddressError),
        ("https://a.example.org\\@b.example.org/", NotAnAddressError),
        ("https://localhost/x", NotAnAddressError),
        ("https://127.0.0.1/x", NotAnAddressError),
        ("https://127.1/x", NotAnAddressError),
        ("https://2130706433/x", NotAnAddressError),
        ("https://0x7f.0.0.0x1/x", NotAnAddressError),
        ("https://[::1]/x", NotAnAddressError),
        ("https://[::ffff:127.0.0.1]/x", NotAnAddressError),
        ("https://a.example.org/" + "x" * 2000, NotAnAddressError),
    ],
)
def test_what_is_wrong_is_said(typed: str, refusal: type[UnreadableCalendarError]) -> None:
    with pytest.raises(refusal) as raised:
        calendar_address(typed)
    assert raised.value.faults == (("address", raised.value.detail),)
    assert raised.value.detail.endswith(".")


@settings(deadline=None)
@given(st.text(max_size=200) | st.text(max_size=80).map(lambda text: f"https://{text}"))
def test_nothing_typed_leads_anywhere_else(typed: str) -> None:
    try:
        found = calendar_address(typed)
    except UnreadableCalendarError:
        return
    assert calendar_address(found.text) == found
    assert found.text.isascii()
    assert not set(found.text) & set(" \r\n\t\\#")


def test_of_a_secret_address_only_its_host_and_end_are_shown() -> None:
    found = calendar_address(GOOGLE)
    assert found.shown == "calendar.google.com (ends in .ics)"
    assert "private-0a1b" not in repr(found)
    assert found == CalendarAddress("calendar.google.com", GOOGLE[27:])
