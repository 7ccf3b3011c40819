"""Files that may be one child (A3-2: one file for each child): found, compared, merged by a person, taken apart again."""
