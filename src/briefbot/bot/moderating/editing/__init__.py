"""From a draft to a saved change."""
