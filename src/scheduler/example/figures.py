"""People with limited English by office and language, rounded to hundreds.

Offices in New York City: NYC Open Data, "Population and Languages of the Limited English
Proficient (LEP) Speakers by Community District" (dataset ajin-gkbp; American Community
Survey 2015-2019), community districts summed per office; which districts belong to which
office is our own mapping:

=================== =============================
bronx               201 to 212
queens-west         403, 404
queens-northeast    407, 411, 413
northern-manhattan  107, 109, 110, 112
central-brooklyn    306 to 309, 316, 317
staten-island       311, 313, 501, 502
=================== =============================

Syracuse: American Community Survey 2020 estimates for the Syracuse-Auburn area where they
are published (Arabic, Vietnamese, Ukrainian, Swahili, Somali, French), assumptions
otherwise. Rockland: assumptions throughout.

The survey counts Chinese as one language. How it divides into Mandarin and Cantonese is an
assumption of ours, office by office. Figures below 200 are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _figures(text: str) -> Mapping[str, int]:
    """Language codes with hundreds of people: "es 2883" is 288,300."""
    words = text.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return MappingProxyType({code: int(hundreds) * 100 for code, hundreds in pairs})


LIMITED_ENGLISH: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "bronx": _figures(
            "es 2883 bn 96 fr 72 ar 47 ak 46 sq 38 it 28 cmn 20 yue 18 vi 19 ru 18 ko 15"
            " ff 14 ht 13 man 12 ur 11 km 8 tl 8 ig 7 el 7 wo 5 yo 5"
        ),
        "syracuse": _figures(
            "es 65 cmn 18 yue 8 ne 22 ar 14 vi 13 uk 10 kar 9 sw 9 so 8 fr 5 it 5"
        ),
        "queens-west": _figures(
            "es 1023 cmn 120 yue 53 bn 75 tl 20 hi 15 ne 15 ko 14 bo 13 ru 10 ur 9 th 8 pa 6"
            " pl 6 ja 5 my 5 ar 5 id 4 el 4 pt 4"
        ),
        "northern-manhattan": _figures(
            "es 1040 cmn 38 yue 21 fr 33 ru 16 ko 11 ja 10 ar 9 ht 7 it 6 bn 5 he 5 sq 4 pl 4"
            " pt 4 el 3 ff 3 wo 3 man 3 ak 3"
        ),
        "queens-northeast": _figures(
            "cmn 640 yue 230 es 312 ko 239 ht 53 hi 33 el 32 it 26 pa 25 bn 19 nan 18 ru 15"
            " tl 14 ur 14 gu 12 ml 8 vi 8 fr 7 th 7 fa 6 ps 6"
        ),
        "rockland": _figures("es 220 yi 90 ht 60 pt 25 ru 15 cmn 11 yue 4 ko 10 ar 6"),
        "central-brooklyn": _figures(
            "es 480 cmn 150 yue 155 ht 112 fr 22 ar 20 ru 17 bn 12 yi 8 ja 8 pl 7 he 7 it 5"
            " vi 4 ur 4 yo 3 ak 3 ko 2"
        ),
        "staten-island": _figures(
            "yue 330 cmn 208 ru 449 es 328 ur 58 ar 54 it 54 sq 34 pl 30 uk 21 bn 19 ko 15"
            " ml 9 my 7 vi 7 fr 7 tl 6 el 5 yi 5 tr 4 ht 4"
        ),
    }
)


def everywhere() -> Mapping[str, int]:
    """All offices together: who calls the hotline."""
    total: dict[str, int] = {}
    for figures in LIMITED_ENGLISH.values():
        for code, people in figures.items():
            total[code] = total.get(code, 0) + people
    return total


def apportioned(figures: Mapping[str, int], seats: int) -> Mapping[str, int]:
    """So many seats divided in proportion, by largest remainder; the order is the figures'."""
    total = sum(figures.values())
    exact = {code: people * seats / total for code, people in figures.items()}
    whole = {code: int(share) for code, share in exact.items()}
    left = seats - sum(whole.values())
    for code in sorted(exact, key=lambda code: whole[code] - exact[code])[:left]:
        whole[code] += 1
    return {code: count for code, count in whole.items() if count}
