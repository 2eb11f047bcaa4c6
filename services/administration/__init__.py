"""The house's own desk: what its people look after, each act judged, written down and told."""
