"""An office's roster as documents: PDF, spreadsheets, calendar feeds."""
