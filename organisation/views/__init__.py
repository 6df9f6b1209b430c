"""Pages of units, officers, employers."""
