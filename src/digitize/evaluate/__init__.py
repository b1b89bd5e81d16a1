"""How good a transcription is, measured against truth: error rates, their intervals, and where truth comes from."""
