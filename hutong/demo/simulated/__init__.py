"""A whole province of invented children, as many as asked for: `hutong simulate`, for trials, training and measuring."""
