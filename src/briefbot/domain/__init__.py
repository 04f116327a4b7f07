"""The values that everything else works with: frozen, and built on the standard library only."""
