"""A model in use: what moved since training, and the update it asks for."""
