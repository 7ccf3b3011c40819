"""账号安全: one's own second factor, sessions and sign-ins; what the level above does to an account."""
