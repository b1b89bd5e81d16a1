"""Repairs: rules with provenance. The printed layer is never touched by what is here so far."""
