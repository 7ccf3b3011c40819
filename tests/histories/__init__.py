"""Generated histories of phones: three of them, two villages, a desk; cuts, crashes, moves, merges, revocation, a restore.

`python -m tests.histories 20000` tells as many as one likes; ./test tells 200, .ci/run 2,000.
"""
