"""Tables as files: CSV and XLSX, read as rows of plain text and written to be filled in."""
