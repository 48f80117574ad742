"""Measures speed, memory and quality: `make bench`."""
