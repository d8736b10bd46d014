"""Letters, their calendar parts, and the ways out."""
