"""How it looks: pure functions from what is known to an Adaptive Card as a plain dict."""
