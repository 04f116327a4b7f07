"""Store replies: which message answers which, what each shows, and how they are corrected."""
