"""The texts of everything that people read, in Discord and at the terminal; independent of Discord."""
