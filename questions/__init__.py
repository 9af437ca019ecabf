"""What people ask: answered questions, votes, questions sent on; and masking of personal data."""
