"""Read statements from published pages: their identity, paragraphs and normalised text."""
