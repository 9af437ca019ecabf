"""How files are read: strict YAML, where every value knows its place and every fault is told."""
