"""Which items a question may mean."""
