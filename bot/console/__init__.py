"""The console: the pages on which editors look after the articles. They show nobody's questions and nobody's name."""
