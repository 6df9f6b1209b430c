"""Papers of pay about one person."""
