"""The session with Discord: servers, rate limits, commands."""
