"""The assistant in Slack: what it does and what it says."""
