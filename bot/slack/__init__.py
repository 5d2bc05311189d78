"""Listeners and Block Kit: the only place that imports slack_bolt."""
