"""Following up that the routine is kept: rounds of self-checks, deviations, unknown accounts."""
