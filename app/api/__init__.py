"""HTTP: routes, their dependencies, problems, caching and paging."""
