"""A first draft of a bundle from an article's file, for a curator to finish: nothing of it is answered from as it is."""
