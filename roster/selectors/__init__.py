"""Reads of the roster, always within what the reader may see."""
