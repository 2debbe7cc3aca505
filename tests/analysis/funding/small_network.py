"""Five cities and three programmes in which every rule says yes, no and unknown once: the set of docs/method.md."""

import pandas as pd

from maturity.analysis.funding.programmes import COLUMNS, Programme, read_programmes
from tests.builders import table

CITIES = ["08000001", "08000002", "06000003", "08000004", "08000005"]  # Aheim, Bstadt, Cdorf, Dberg, Eburg
TOPICS = ["akte", "netz"]
PLANNING = table("""
    city_id  | topic_id | fund_interest | own_share_max
    08000001 | akte     | 3             | 40
    08000002 | akte     | 0             | 10
    06000003 | akte     | 2             | 50
    08000004 | akte     | .             | 30
""").assign(fund_running=["keine", "Beispielprogramm", "keine", ""])
ABOUT = table("""
    city_id  | council_code | topics_code
    08000001 | liegt vor    |
    08000002 | nein         |
    06000003 | liegt vor    | akte
    08000004 | nötig        | ki
""").rename(columns={"council_code": "council_ok", "topics_code": "topics_excluded"})

WRITTEN = {
    # Everything is known.
    "P": {
        "name": "Programm P",
        "status": "open",
        "opens": "2026-10-01",
        "closes": "2027-03-31",
        "topics": "akte",
        "region": "08",
        "bodies": "city;county",
        "partners_min": "2",
        "lead_required": "yes",
        "one_bid": "yes",
        "rate": "65",
        "rate_weak": "80",
        "own_share_min": "20",
        "cap_eur": "100000",
        "min_eur": "50000",
        "combination": "not_allowed",
        "council_needed": "yes",
        "interim_months": "12",
        "proof_months": "6",
    },
    # Only its topics are known.
    "Q": {"topics": "*"},
    # For companies anywhere; other funding is no matter, no council has to decide.
    "R": {
        "topics": "akte",
        "region": "*",
        "bodies": "company",
        "combination": "allowed",
        "council_needed": "no",
        "rate": "50",
    },
}


def facts(written: dict[str, dict[str, str]], *, checked_on: str = "2026-11-24") -> pd.DataFrame:
    """Rows of facts, each with a quotation."""
    rows = [
        (programme_id, field, value, f"„{value}“", "https://example.org", checked_on)
        for programme_id, fields in written.items()
        for field, value in fields.items()
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def programme(**fields: str) -> Programme:
    """One programme of these fields."""
    return read_programmes(facts({"X": fields or {"name": "X"}}))[0]


PROGRAMMES = read_programmes(facts(WRITTEN))
