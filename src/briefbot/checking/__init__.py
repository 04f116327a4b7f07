"""What must be true before knowledge is used."""
