"""Chores of people who work on Open Door; nothing of it is installed."""
