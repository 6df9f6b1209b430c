"""Pages under /law/: the library, and what an office adds by two persons."""
