"""Rates that are published as they are, each printed by a command."""
