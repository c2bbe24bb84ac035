"""What everything stands on; nothing here knows what a lead is."""
