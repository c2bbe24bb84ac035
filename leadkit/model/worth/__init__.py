"""What a won lead is worth: expected deal value, and whether it moves with the chance."""
