"""Letters as mail programs and calendars receive them."""
