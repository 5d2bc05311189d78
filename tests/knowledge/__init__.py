"""What the articles and their keeping must hold to."""
