"""What every backend must hold to."""
