"""Rules of cases: their life as a table, the words of a decision, who may act, and what stands in the way."""

from discipline.rules.cases import exits, fairness, life, terms

__all__ = ["exits", "fairness", "life", "terms"]
