"""Who looked at which child, for the officer responsible and the auditor (未网条例 36)."""
