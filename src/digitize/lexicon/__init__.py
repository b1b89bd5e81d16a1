"""Word lists and scores that need no truth."""
