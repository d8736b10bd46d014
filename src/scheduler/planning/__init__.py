"""The only translator between our words and the solver's."""
