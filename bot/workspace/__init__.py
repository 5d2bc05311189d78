"""A small Slack workspace on one's own machine, for the demo and for the tests."""
