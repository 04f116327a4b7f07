"""What was asked, in figures: as text, as a table for programs."""
