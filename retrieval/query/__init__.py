"""What a question says, read before it is searched."""
