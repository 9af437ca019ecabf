"""What a message holds: the question, and the words around it that change nothing."""
