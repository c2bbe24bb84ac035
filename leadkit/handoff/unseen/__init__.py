"""Leads nobody called: what logged decisions can tell about them, and what they cannot."""
