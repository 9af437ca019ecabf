"""What those who run the bot can see of it: one id a turn, structured logs, and metrics."""
