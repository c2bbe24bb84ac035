"""The points card: fit and engagement in points that a person can add up."""
