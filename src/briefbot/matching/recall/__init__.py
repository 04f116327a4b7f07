"""Find the items that a question may mean."""
