"""The letter that brings a link to sign in with, in the language of who asked for it."""

from __future__ import annotations

from datetime import datetime

from scheduler.mail.words import words_for
from scheduler.model.letters import LetterKind, PlainLetter


def sign_in_letter(email: str, name: str, language: str, url: str, now: datetime) -> PlainLetter:
    """Short: the link works for ten minutes."""
    words = words_for(language)
    return PlainLetter(
        kind=LetterKind.SIGN_IN,
        email=email,
        name=name,
        subject=words.sign_in_subject,
        paragraphs=words.sign_in,
        action_label=words.sign_in_button,
        action_url=url,
        language=words.code,
        stamp=now,
    )
