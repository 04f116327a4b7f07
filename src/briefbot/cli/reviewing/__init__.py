"""Review unanswered questions one by one with single keys."""
