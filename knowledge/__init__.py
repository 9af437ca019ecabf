"""What we know: the editors' base, the index over it, and how a question becomes an answer."""
