"""区划变更: a unit is renamed, moved, merged or split, and everything that stands there goes along (ADR 9)."""
