"""Reads that join several models: facts for the decision, queues, sheets and what a person may do."""
