"""Store questions without a helpful answer, people's opinions of replies, and daily counts."""
