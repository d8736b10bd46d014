"""The project's own example week: made-up people, demand from published figures."""
