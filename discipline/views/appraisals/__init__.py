"""Pages of appraisals: rounds and people, and the auxiliary's own side."""
