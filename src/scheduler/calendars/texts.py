"""Text that people typed, made fit for calendars, mail headers and pages.

Whoever fills in a name or an address decides what it says, never how the letter around it
is built: no line ends, no control characters, nothing that reorders or hides what follows.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from icalendar import vText

from scheduler.errors import InvalidInputError

# Embeddings, overrides and isolates reorder the text that follows them; the zero-width
# ones hide differences. The joiners U+200C and U+200D stay: Persian, Bengali and emoji
# are misspelt without them.
_HIDDEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_URL = re.compile(r"https?://[!#-;=?-Z_a-z~\[\]]+")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
)
_LONGEST_ADDRESS = 254
_UNQUOTABLE = str.maketrans({'"': "'", "\\": "/", "^": "'", ";": ",", ":": " "})


class Escaped(vText):
    r"""TEXT as RFC 5545 3.3.11 escapes it.

    The library's own escaping reads a backslash before a capital N as a line end, so that
    ``C:\NEW`` comes back as two lines.
    """

    def to_ical(self) -> bytes:
        """The escaped octets."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def one_line(text: str) -> str:
    """The text on one line, without control characters and other hidden mischief."""
    shown = _HIDDEN.sub("", _LONE_SURROGATE.sub("\ufffd", text))
    return " ".join("".join(map(_visible, shown)).split())


def calendar_text(*lines: str) -> Escaped:
    """A TEXT value of the lines, each made safe on its own."""
    return Escaped("\n".join(one_line(line) for line in lines))


def quoted_name(name: str) -> str:
    """A name as a parameter value (CN): what RFC 5545 3.1 cannot quote is replaced.

    RFC 6868 would allow to escape the rest, but half of the readers show its carets. Some
    end the name at a semicolon or a colon although it is quoted.
    """
    return " ".join(one_line(name).translate(_UNQUOTABLE).split())


def safe_link(url: str, *, https_only: bool = False) -> str:
    """The address of a page, or InvalidInputError; scripts and odd characters are refused."""
    parts = urlsplit(url) if _URL.fullmatch(url) else None
    if parts is None or not parts.hostname or (https_only and parts.scheme != "https"):
        raise InvalidInputError("A link in this letter is not a web address people can trust.")
    return url


def safe_address(email: str) -> str:
    """A bare mail address (RFC 5322 dot-atom, ASCII), or InvalidInputError."""
    if len(email) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(email):
        raise InvalidInputError("This is not an address that mail can be sent to.")
    return email


def _visible(character: str) -> str:
    return " " if unicodedata.category(character) in {"Cc", "Zl", "Zp"} else character
