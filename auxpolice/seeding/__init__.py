"""Demonstration and scale data: built through the same services as real data, or in bulk where the number asks for it."""
