"""How everything reads, for Discord and the terminal alike; knows no Discord."""
