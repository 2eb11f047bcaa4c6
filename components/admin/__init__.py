"""The console of the house's own desk: its frame, its tables and their exports."""
