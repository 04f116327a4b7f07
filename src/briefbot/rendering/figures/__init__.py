"""What was asked, in figures: as text, and as a table for programs."""
