"""Measurements: speed beside named yardsticks in one run, and scores against gold pages; nothing here is a test."""
