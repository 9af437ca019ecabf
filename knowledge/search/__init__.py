"""From a question to a finding: analysis, the index and what it learnt, confidence."""
