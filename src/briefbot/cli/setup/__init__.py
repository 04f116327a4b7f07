"""What a command needs before it runs: settings, the log, the service."""
