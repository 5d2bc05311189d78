"""Finds the passages that answer. Knows roles and articles, never people."""
