"""The pages themselves: each function makes one, or does what was pressed on it."""
