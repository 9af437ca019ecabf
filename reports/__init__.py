"""The board's report of a round of follow-up."""
