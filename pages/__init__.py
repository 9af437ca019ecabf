"""In the browser, in production: the register, records for printing, and health."""
