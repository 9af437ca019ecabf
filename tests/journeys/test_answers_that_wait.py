"""Teams doesn't take an answer for a while: what the person sees, and what is kept."""
