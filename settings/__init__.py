"""What a running bot can be told: how a text becomes a value, and every variable by its group."""
