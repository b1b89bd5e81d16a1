"""Recognition: engines behind one protocol, script detection, choice of languages."""
