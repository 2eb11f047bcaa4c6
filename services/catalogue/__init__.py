"""The catalogue: categories as a tree, the typed features of their lots, and what lots say."""
