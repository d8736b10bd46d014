"""What letters and feeds both need to write calendars: time zones and safe text."""
