"""In which order, how often and when."""
