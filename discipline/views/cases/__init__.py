"""Pages of cases: lists and one case, its acts, its papers, the auxiliary's own side."""
