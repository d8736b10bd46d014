"""When people are busy, read from their own calendars: fetched with care, read apart."""
