"""A child's file for somebody beyond its place: give, end, break the glass; and what such a reader sees."""
