"""The editors' files, read strictly into one base: shapes, references, checks."""
