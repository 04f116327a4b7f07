"""Write the texts about corrections of replies."""
