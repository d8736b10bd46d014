"""Spreadsheets in: six sheets of a week become a directory, or sentences on what to mend."""
