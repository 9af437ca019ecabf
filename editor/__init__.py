"""For those who write knowledge/base/."""
