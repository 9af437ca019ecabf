"""Who has read which revision of the routine, and what a new one changes."""
