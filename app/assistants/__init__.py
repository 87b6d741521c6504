"""The data as a few tools for assistants (Model Context Protocol).

Every answer says what a figure means and where it is from, so that it can be quoted with its source.
"""
