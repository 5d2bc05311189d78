"""What an article will do, before it is live: told from the articles alone, with nothing saved."""
