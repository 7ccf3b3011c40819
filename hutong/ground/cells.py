"""Small numbers: a count below five may name a person, so it is hidden."""

SMALL = 5
