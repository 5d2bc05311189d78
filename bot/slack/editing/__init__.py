"""Editors at work in Slack: they bring articles in, approve them, and keep them true."""
