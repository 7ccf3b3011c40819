"""A village was divided: its children are assigned to the parts, many at once (区划变更, A2-3)."""
