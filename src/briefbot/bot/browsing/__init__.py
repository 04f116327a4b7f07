"""Commands for everybody to look things up."""
