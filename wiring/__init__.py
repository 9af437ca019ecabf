"""Putting the parts together: who the bot is, its conversation, its pages, the process."""
