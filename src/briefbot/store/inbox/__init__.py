"""What people asked and said of answers, for moderators to look at."""
