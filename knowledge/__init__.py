"""The articles. Knows no person."""
