"""What finding and quoting must hold to."""
