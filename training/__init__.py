"""Trains the project's own recogniser on lines that it draws itself. Not part of the product."""
