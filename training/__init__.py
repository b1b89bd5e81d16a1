"""Trains the project's own line recogniser on lines that it draws itself; not part of the product, with dependencies of its own."""
