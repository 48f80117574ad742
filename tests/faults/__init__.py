"""Faults of disks and machines, brought about on purpose."""
