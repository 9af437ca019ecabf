"""Trying the bot at home: a chat in the browser, without Teams."""
