"""Alerts: searches that wait for new offers, and the offers that people keep."""
