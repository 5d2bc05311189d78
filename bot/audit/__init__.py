"""The independent audit: random worlds replayed through the real path, and what they show about the promises."""
