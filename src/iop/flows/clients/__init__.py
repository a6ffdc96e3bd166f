"""The list of clients and the page of one: what several apps know of a person, within policy."""
