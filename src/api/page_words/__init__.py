"""What the pages behind the links of letters say, one file for each language but English.

English is written where it is said; the other languages are looked up by it.
"""
