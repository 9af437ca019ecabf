"""The wire: what comes in from Teams over HTTP, who it is from, and how answers go back."""
