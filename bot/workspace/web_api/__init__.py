"""The part of Slack's Web API that the local workspace speaks."""
