"""Workers shape the articles: they suggest fixes, hear back on what they asked, and make articles of their answers."""
