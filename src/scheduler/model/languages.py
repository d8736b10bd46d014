"""Languages the service works in: BCP 47 code, name people write, and script direction.

Mandarin and Cantonese are two languages. "Any" is an answer of its own and no language:
a need for any language is written as ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

ENGLISH = "en"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": "English",
        "es": "Spanish",
        "ak": "Akan",
        "sq": "Albanian",
        "am": "Amharic",
        "ar": "Arabic",
        "hy": "Armenian",
        "bn": "Bengali",
        "bs": "Bosnian",
        "my": "Burmese",
        "yue": "Cantonese",
        "hr": "Croatian",
        "fil": "Filipino",
        "fr": "French",
        "ff": "Fulani",
        "cab": "Garifuna",
        "ka": "Georgian",
        "de": "German",
        "el": "Greek",
        "gu": "Gujarati",
        "ht": "Haitian Creole",
        "he": "Hebrew",
        "hi": "Hindi",
        "hu": "Hungarian",
        "ig": "Igbo",
        "id": "Indonesian",
        "it": "Italian",
        "jam": "Jamaican Creole",
        "ja": "Japanese",
        "quc": "K'iche'",
        "kar": "Karen",
        "km": "Khmer",
        "ko": "Korean",
        "mk": "Macedonian",
        "ml": "Malayalam",
        "mam": "Mam",
        "cmn": "Mandarin",
        "man": "Manding",
        "nan": "Min Nan",
        "mix": "Mixtec",
        "nah": "Nahuatl",
        "ne": "Nepali",
        "ps": "Pashto",
        "fa": "Persian",
        "pl": "Polish",
        "pt": "Portuguese",
        "pa": "Punjabi",
        "qu": "Quechua",
        "ro": "Romanian",
        "ru": "Russian",
        "sr": "Serbian",
        "so": "Somali",
        "sw": "Swahili",
        "tl": "Tagalog",
        "ta": "Tamil",
        "th": "Thai",
        "bo": "Tibetan",
        "ti": "Tigrinya",
        "tr": "Turkish",
        "tw": "Twi",
        "uk": "Ukrainian",
        "ur": "Urdu",
        "uz": "Uzbek",
        "vi": "Vietnamese",
        "wo": "Wolof",
        "yi": "Yiddish",
        "yo": "Yoruba",
    }
)

_OTHER_NAMES = {
    "chinese (mandarin)": "cmn",
    "chinese (cantonese)": "yue",
    "mandarin chinese": "cmn",
    "cantonese chinese": "yue",
    "farsi": "fa",
    "fulah": "ff",
    "fula": "ff",
    "haitian": "ht",
    "kreyol": "ht",
    "kreyòl ayisyen": "ht",
    "panjabi": "pa",
    "castilian": "es",
    "español": "es",
}

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ps", "ur", "yi"})

_CODES = {name.casefold(): code for code, name in LANGUAGES.items()} | _OTHER_NAMES


def language_code(name: str) -> str | None:
    """The code of a language by its name or code as people write it; None when unknown."""
    wanted = " ".join(name.split()).casefold()
    return wanted if wanted in LANGUAGES else _CODES.get(wanted)


def language_name(code: str | None) -> str:
    """The name people read; ``None`` (a need for any language) reads "any language"."""
    return "any language" if code is None else LANGUAGES.get(code, code)


def interpreted_name(language: str | None, bridge: str | None) -> str:
    """What an interpreter interprets: "Mam", or "Mam into Spanish" where that is all they do."""
    name = language_name(language)
    return name if bridge is None else f"{name} into {language_name(bridge)}"


def nearest_languages(name: str) -> tuple[str, ...]:
    """Up to three known names that look most like what was written, best first."""
    close = get_close_matches(name.strip().casefold(), _CODES, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(LANGUAGES[_CODES[key]] for key in close))[:3]
