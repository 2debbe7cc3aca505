"""Where the data come from: waves, cities, submissions, the version of the data and the seal of the reference."""

import pandas as pd

from maturity.clock import moment
from maturity.language import _, number
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.shared import markup


def source_table() -> str:
    """Write what this data version rests on, wave by wave."""
    waves, of = snapshot.table("wave_sources"), _("{count} of {total}")
    kinds = {True: _("invented sample answers"), False: _("answers of the cities")}
    rows = pd.DataFrame(
        {
            _("Wave"): list(naming.of_waves(waves).values()),
            _("Kind"): [kinds[bool(is_sample)] for is_sample in waves["is_sample"]],
            _("Cities with answers"): [
                of.format(count=row.submitted_count, total=row.member_count) for row in rows_of(waves)
            ],
            _("Submissions in force"): [number(count) for count in waves["submission_count"]],
            _("Values"): [number(count) for count in waves["answer_count"]],
            _("Last received"): [markup.DASH if pd.isna(at) else moment(str(at)) for at in waves["last_at"]],
        }
    )
    caption = _("Data version {snapshot}. Each submission is kept with its bytes; the survey page lists them.").format(
        snapshot=naming.data_version()
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[2:5]))
