"""One rule, one file: its sentence, its judge in plain Python, and its part of the model.

The judge (`breaches`, `cost`) reads the `Case`; the model side (`add`, or what a
filter allows) reads the `Board` and the `Week`. The two are written apart on
purpose and share nothing but the entities.
"""
