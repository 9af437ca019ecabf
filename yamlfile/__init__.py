"""How files are read: strict YAML in which every value knows its place, and every fault is reported."""
