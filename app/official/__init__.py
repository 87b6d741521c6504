"""Official statistics: the datasets held here, their bundled editions, and tables of newer ones."""
