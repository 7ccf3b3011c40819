"""摸底排查 (A1-4): the county has files checked child by child; what was visited or confirmed meanwhile counts by itself."""
