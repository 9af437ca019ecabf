"""The editors' workshop: a page on this machine where the base is written, tried and saved."""
