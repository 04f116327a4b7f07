"""How corrections of replies read."""
