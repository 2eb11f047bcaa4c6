"""The REST door: listing, lots, bids and one's own affairs for programs, under `/api/v1`."""
