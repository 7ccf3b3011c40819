"""What the system does every night on its own, in one order."""

from hutong.accounts import context, grants, limits, sessions
from hutong.desk import figures
from hutong.documents import store
from hutong.doubles.find import find
from hutong.duties import sweep
from hutong.journal.chain import sealing
from hutong.returns.exchange import rosters_kept
from hutong.returns.months import close, sealed
from hutong.sync import senders
from hutong.workforce.security.actions import resume_due


def run() -> dict[str, int]:
    """Bring every duty up to date, end suspensions, remove what is too old; gives how many rows each step touched."""
    done = sweep.run()
    with context.within(grants.system()):
        figures.sum_again()
        doubles = find(grants.system())
        resume_due(grants.system())
        removed = {"expired_files": store.sweep(grants.system()), "old_sign_ins": sessions.sweep()}
        removed["old_rosters"] = rosters_kept.sweep()
        removed["old_counts"] = limits.sweep()
        removed["old_senders"] = senders.sweep(grants.system())
    months = {"months": close.close_due(), "sealed_figures": sealed.close_due()}
    return {**done, "doubles": doubles, **removed, **months, "journal_sealed": sealing.seal()}
