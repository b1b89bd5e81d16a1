"""How much memory a long document takes, all processes of a run together."""
