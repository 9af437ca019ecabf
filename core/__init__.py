"""What all decisions share: people, the outbox, the audit log, the unit of work."""
