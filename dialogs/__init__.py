"""The conversation: what the bot does with a message, a press and a new conversation."""
