"""How well a set of questions is answered."""
