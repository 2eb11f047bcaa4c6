"""The demonstration: invented people, invented lots, and a little life."""
