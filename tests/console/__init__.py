"""The editors' pages, as a browser meets them."""
