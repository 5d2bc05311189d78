"""The sample company: whole, consistent and plain."""
