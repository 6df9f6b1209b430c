"""From sheets to pay: what months bring, cards, and declared deductions, by the import of the roster."""
