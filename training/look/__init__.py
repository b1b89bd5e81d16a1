"""How lines look: faces, setting, wear, scanning, cutting out."""
