"""What operators' programs look at: figures, and whether the bot lives and is ready."""
