"""Spelling: which words of a base neither a Hunspell dictionary nor the base itself knows."""
