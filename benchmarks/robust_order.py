"""Robust order: how long it takes for nine cities and for a thousand.

`python -m benchmarks.robust_order` prints the table: the smallest of five measurements after one run for warming up;
invented answers with a fixed seed, 5 % missing.
"""

from functools import partial

from benchmarks.robustness import fastest, invent
from maturity.analysis.robustness import find_sure_order, find_valuable_answers

SIZES = ((9, 77, 19, 0.05), (100, 77, 19, None), (1_000, 77, 19, 2.0))


def main() -> None:
    rows = ["| what | cities x questions, topics | ms | at most |", "| --- | --- | --- | --- |"]
    for cities, questions, topics, limit in SIZES:
        survey = invent(cities, questions, topics)
        milliseconds = 1000 * fastest(partial(find_sure_order, survey))
        aim = "" if limit is None else f"{1000 * limit:,.0f}"
        rows.append(f"| the order | {cities:,} x {questions}, {topics} | {milliseconds:,.1f} | {aim} |")
        milliseconds = 1000 * fastest(partial(find_valuable_answers, survey, city_ids=["city0"]))
        rows.append(f"| one city's most valuable answer | {cities:,} x {questions}, {topics} | {milliseconds:,.1f} | |")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
