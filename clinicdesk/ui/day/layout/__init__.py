"""Where everything of a day stands: columns, blocks, free places; plain values, no widgets."""
