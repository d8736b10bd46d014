"""Whatever people type, the letter around it stays as it was built."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header, make_header
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from scheduler.calendars.texts import one_line, quoted_name
from scheduler.mail.letters import render_invite, render_plain
from tests.mail.samples import INVITE, SENDER, SIGN_IN, read_event, read_mail

SCRIPTS = (
    "Ana María Ñuñez",
    "Жанна Ёлкина",
    "محمد عبد الله",
    "יעל כהן",
    "王小明",
    "山田 花子",
    "김민준",
    "প্রিয়াঙ্কা দাস",
    "प्रिया शर्मा",
    "ကိုအောင်",
    "ሰላማዊት ተስፋዬ",
    "ნინო ბერიძე",
    "Նարեկ",
    "สมชาย",
    "می\u200cخواهم",  # noqa: RUF001 - Persian is not Latin
    "👩\u200d⚖️🗽🏴\U000e0067\U000e0062\U000e007f",
)
MISCHIEF = (
    "\r\nBcc: everybody@example.org\r\n\r\n",
    "\nATTENDEE:mailto:other@example.org",
    "\\nEND:VEVENT\\n",
    "END:VEVENT\r\nEND:VCALENDAR",
    '";RSVP=FALSE:mailto:evil@example.org',
    ";,:\\\"'^",
    "C:\\NEW\\n",
    "=?utf-8?b?ZXZpbA==?=",
    "\u202egpj.exe\u202c",
    "\u2066\u200b\ufeff",
    "\u2028\u2029\x85\x0b\x0c\x00\x1b",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{0}{name}%s",
    "</title><img src=x onerror=alert(1)>",
    "\ud800",
    "x" * 300,
)
unhurried = settings(deadline=None)
texts = st.lists(
    st.one_of(st.sampled_from(SCRIPTS + MISCHIEF), st.text(max_size=40)), max_size=6
).map("".join)


@unhurried
@given(name=texts, place=texts, address=texts, house=texts, uid=texts)
def test_calendars_give_back_exactly_what_was_typed(
    name: str, place: str, address: str, house: str, uid: str
) -> None:
    invite = replace(INVITE, name=name, place=place, address=address, uid=uid)
    raw = render_invite(invite, replace(SENDER, name=house)).calendar
    event = read_event(raw)

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert all(line.decode() is not None for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert event["SUMMARY"] == ": ".join(filter(None, (one_line(house), "Adviser")))
    assert event["LOCATION"] == ", ".join(filter(None, (one_line(place), one_line(address))))
    assert event["UID"] == one_line(uid)
    assert event["ATTENDEE"] == "mailto:ana.rivera@example.org"
    assert event["ATTENDEE"].params.get("CN", "") == quoted_name(name)
    assert len(event["DESCRIPTION"].split("\n")) == 4


@unhurried
@given(text=texts)
def test_every_invite_has_the_same_properties_whatever_is_typed(text: str) -> None:
    hostile = replace(INVITE, name=text, place=text, address=text)
    raw = render_invite(hostile, SENDER).calendar
    again = Calendar.from_ical(raw.decode())

    assert [c.name for c in again.walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
        "VEVENT",
    ]
    quiet = read_event(render_invite(INVITE, SENDER).calendar)
    assert set(read_event(raw)) == set(quiet)
    assert not again.errors


@unhurried
@given(name=texts, subject=texts)
def test_mail_headers_give_back_exactly_what_was_typed(name: str, subject: str) -> None:
    sender = replace(SENDER, name=name)
    letter = render_plain(replace(SIGN_IN, name=name, subject=subject), sender)
    message = read_mail(letter.mime)

    assert message["Subject"] == one_line(subject)
    assert set(message) == {
        "From",
        "To",
        "Message-ID",
        "Subject",
        "Content-Language",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    for header, address in (("To", SIGN_IN.email), ("From", SENDER.email)):
        (mailbox,) = message[header].addresses
        assert mailbox.addr_spec == address
        # Python's address parser keeps the folds between encoded words (RFC 2047 6.2 drops
        # them); the header as a whole decodes right.
        whole = make_header(decode_header(message_from_bytes(letter.mime)[header]))
        assert str(whole).strip() == f"{one_line(name)} <{address}>".strip()


@unhurried
@given(text=texts)
def test_pages_show_what_was_typed_and_run_none_of_it(text: str) -> None:
    hostile = replace(INVITE, name=text, place=text, address=text)
    seen, quiet = Seen(), Seen()
    seen.feed(render_invite(hostile, SENDER).html)
    quiet.feed(render_invite(INVITE, SENDER).html)

    assert set(seen.tags) <= set(quiet.tags)
    assert seen.links == quiet.links
    assert one_line(text) in " ".join("".join(seen.words).split())


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str | None] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)
