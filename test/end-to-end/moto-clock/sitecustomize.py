"""Sets moto's clock back by as many days as the file named in MOTO_DAYS_AGO says.

moto gives everything it makes the time of its making. Keys that are years old, forgotten snapshots and the like
can only be had from it by a clock of its own. Python runs this file at its start where it lies on PYTHONPATH.
"""

import datetime
import os

days_ago = os.environ.get("MOTO_DAYS_AGO")
if days_ago:
    from moto.core import utils

    now = utils.utcnow

    def utcnow():
        with open(days_ago) as file:
            return now() - datetime.timedelta(days=float(file.read() or 0))

    utils.utcnow = utcnow
