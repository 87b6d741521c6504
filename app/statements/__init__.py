"""Published pages in, statements out: their identity, paragraphs and normalised text."""
