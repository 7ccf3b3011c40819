"""Children for a case, each for one only."""

from collections.abc import Callable
from datetime import date, timedelta

from hutong.accounts import context, grants
from hutong.children.models import Child
from hutong.demo.child import Invented
from hutong.places.codes import covers

# Cases begin within this time; whoever is chosen was registered before.
LATELY = timedelta(90)


class Register:
    """Those whose files are open and who stand in no case yet."""

    def __init__(self, children: list[Invented], today: date) -> None:
        with context.within(grants.system()) as grant:
            rows = Child.objects.within(grant).filter(exited_on=None, registered_on__lt=today - LATELY)
            here = set(rows.values_list("pk", flat=True))
        self._free = [child for child in children if child.id in here]

    def among(self, place: int, fits: Callable[[Invented], bool] = lambda child: True) -> list[Invented]:
        """All free children of a unit who fit."""
        return [child for child in self._free if covers(place, child.village.code) and fits(child)]

    def take(self, place: int, fits: Callable[[Invented], bool] = lambda child: True) -> Invented | None:
        """One of them; None in a world too small to hold one."""
        found = next(iter(self.among(place, fits)), None)
        if found:
            self._free.remove(found)
        return found
