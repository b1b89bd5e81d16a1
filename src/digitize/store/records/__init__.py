"""The index over documents: tables that are made from their files, and can be made again at any time."""
