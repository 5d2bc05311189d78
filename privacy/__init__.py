"""All that is held about a person, and the one gate to it."""
