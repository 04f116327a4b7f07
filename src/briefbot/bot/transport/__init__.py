"""What crosses to Discord and back."""
