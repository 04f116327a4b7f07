"""Order, frequency and timing of the bot's work."""
