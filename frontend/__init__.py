"""Browser code of the local chat, and how it is built."""
