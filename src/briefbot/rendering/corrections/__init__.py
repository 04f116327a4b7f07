"""The texts about corrections of replies."""
