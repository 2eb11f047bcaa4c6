"""Finding lots: by their words, by what they are, and by what people keep asking for."""
