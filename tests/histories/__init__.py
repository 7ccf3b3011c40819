"""Generated histories of phones: three of them, two villages, a desk; cuts, moves, merges, revocation, a restore.

`python -m pytest tests/histories/many.py --histories 20000` tells as many as one likes; ./test tells 200, .ci/run 2,000.
"""
