"""The base in use: changes accepted, swapped in whole, and earlier versions to go back to."""
