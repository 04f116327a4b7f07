"""The session with Discord: which servers, how fast, which commands."""
