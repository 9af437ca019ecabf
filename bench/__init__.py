"""Measurements, in one run with what they are compared with."""
