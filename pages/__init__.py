"""In the browser, in production: the register, printable records, health."""
