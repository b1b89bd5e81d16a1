"""Training of the project's own line recogniser; not part of the product, with dependencies of its own."""
