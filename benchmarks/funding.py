"""Measures what the funding page computes for 10 cities and 50 programmes. Run: python -m benchmarks.funding"""

import random
import time

import pandas as pd

from maturity.analysis.funding.consortia import propose_consortia
from maturity.analysis.funding.eligibility import judge_eligibility
from maturity.analysis.funding.programmes import COLUMNS, Programme, read_programmes

TOPICS = [f"t{number:02}" for number in range(19)]
CITIES = [f"08{number:06}" for number in range(10)]


def invent_programmes(chance: random.Random, *, count: int) -> list[Programme]:
    """Make programmes for one to six topics; half of them take one bid per authority."""
    facts = []
    for number in range(count):
        fields = {
            "topics": ";".join(chance.sample(TOPICS, chance.randint(1, 6))),
            "region": "08",
            "bodies": "city",
            "rate": "65",
            "one_bid": chance.choice(["yes", "no"]),
            "partners_min": str(chance.randint(2, 4)),
            "combination": "allowed",
            "council_needed": "yes",
        }
        facts += [(f"P{number:02}", field, value, value, "", "2026-11-24") for field, value in fields.items()]
    return read_programmes(pd.DataFrame(facts, columns=list(COLUMNS)))


def main() -> None:
    chance = random.Random(1)
    programmes = invent_programmes(chance, count=50)
    planning = pd.DataFrame(
        [(city, topic, float(chance.randint(0, 3)), 40.0, None) for city in CITIES for topic in TOPICS],
        columns=["city_id", "topic_id", "fund_interest", "own_share_max", "fund_running"],
    )
    about = pd.DataFrame({"city_id": CITIES, "council_ok": "liegt vor", "topics_excluded": ""})
    scores = {(city, topic): float(chance.randint(0, 4)) for city in CITIES for topic in TOPICS}
    for run in ("cold", "warm"):
        wall, cpu = time.perf_counter(), time.process_time()
        judged = judge_eligibility(programmes, CITIES, TOPICS, planning, about)
        able = judged.loc[judged["verdict"] == "yes"].merge(planning, on=["city_id", "topic_id"])
        able["lead_score"] = [scores[pair] for pair in zip(able["city_id"], able["topic_id"], strict=True)]
        able = able.rename(columns={"fund_interest": "interest"})
        by_id = dict(tuple(able.groupby("programme_id")))
        members = sum(
            len(propose_consortia(programme, by_id[programme.programme_id]).members)
            for programme in programmes
            if programme.programme_id in by_id
        )
        print(
            f"{run}: {len(judged)} judgements, {members} members, "
            f"{time.perf_counter() - wall:.2f} s, of which CPU {time.process_time() - cpu:.2f} s"
        )


if __name__ == "__main__":
    main()
