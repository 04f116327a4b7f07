"""A first draft of a bundle from an article's file, for a curator to finish: nothing is answered from it as it is."""
