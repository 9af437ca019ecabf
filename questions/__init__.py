"""What people ask: answered and forwarded questions, votes, gaps, and masking of personal data."""
