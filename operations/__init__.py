"""For those who run the bot."""
