"""The review of a long document, timed: decisions, and the files after an edit."""
