"""Mutants (R-05): each guard of the house taken away, one at a time; some test must notice. See README.md."""
