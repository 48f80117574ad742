"""Screener: structured interviews for hiring sales and marketing leaders."""

__version__ = "0.1.0"
