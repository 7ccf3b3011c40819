"""密封事项人员: who is to be named, who opened sealed matters below; for those named themselves (ADR 22)."""
