"""Pages of duties; all that writes is in the services."""
