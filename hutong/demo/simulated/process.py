"""How a worker process begins: Django first, then what it was told, whose classes need Django."""

import gc
import os
import pickle
from multiprocessing.connection import Connection


def work(pipe: Connection, told: bytes) -> None:
    """Send every piece of what this process was told to make, and None at the end. told: pickled (make, order, counties)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hutong.config.settings")
    import django

    django.setup()

    make, order, counties = pickle.loads(told)
    # Nothing made here refers to itself, and looking for what does takes a sixth of the time.
    gc.disable()
    for county in counties:
        for piece in make(order, county):
            pipe.send(piece)
    pipe.send(None)
