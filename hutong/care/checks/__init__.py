"""重点核查 (A2-4): two to five children of high risk a month seen by the supervisor, and the problems found put right."""
