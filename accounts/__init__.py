"""What we decide: requests for accounts, their review, and the register. Pure, without any SDK."""
