"""Emphasis as printed: drawn pages whose every word is known to be set off or not, and how much of it is found."""
