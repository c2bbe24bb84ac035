"""The leakage audit: what nobody would have known when the lead was handed off."""
