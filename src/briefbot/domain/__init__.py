"""The values that everything else is about: frozen, of the standard library alone."""
