"""What we keep. The only room that knows SQL: the database, migrations, one module a store."""
