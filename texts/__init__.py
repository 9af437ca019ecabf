"""What we say: every sentence people read, Swedish and English side by side."""
