"""The Discord edge: everything that knows of Discord, and how replies look."""
