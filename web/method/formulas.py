"""Every formula in a sentence with its source, and the words of these pages: the short form of docs/method.md."""

from typing import NamedTuple

import pandas as pd

from maturity.language import N_, _
from web.shared import markup

HANDBOOK = N_("OECD/JRC Handbook on Constructing Composite Indicators (2008), ISBN 978-92-64-04345-9")
OWN = N_("own convention")


class Formula(NamedTuple):
    """One rule: its section in docs/method.md, the rule in a sentence, where it comes from."""

    section: str
    name: str
    rule: str
    source: str = HANDBOOK


FORMULAS = (
    Formula(
        "Answer points",
        N_("Points of an answer"),
        N_("100 · (answer − worst level) / (best level − worst level). Nobody is measured by the other cities."),
    ),
    Formula(
        "Coverage",
        N_("Coverage"),
        N_("Answered questions / questions that apply. “Not stated” is open, “not responsible” does not apply."),
        OWN,
    ),
    Formula(
        "Topic score",
        N_("Points of a topic"),
        N_("Weighted mean of the points of the questions answered; none below the coverage needed."),
    ),
    Formula(
        "Score bounds",
        N_("Possible, lowest to highest"),
        N_("All open answers at the lowest, then at the highest level."),
        N_("Horowitz, Manski, Ponomareva, Stoye (2003): bounds with incomplete data"),
    ),
    Formula("Level", N_("Level"), N_("Points / 25, rounded down, at most 4."), OWN),
    Formula(
        "Dimension and index",
        N_("Index"),
        N_("Mean of the fields, each the mean of its topics; none if too few topics have points."),
    ),
    Formula(
        "Imbalance",
        N_("Uneven profile"),
        N_("Arithmetic minus geometric mean of the fields, the latter on 1 + 0.99 · points, mapped back."),
    ),
    Formula(
        "Common gaps", N_("Common gap"), N_("Mean over the cities of what is missing to the network’s target."), OWN
    ),
    Formula(
        "Gaps",
        N_("Gap to the own target"),
        N_("25 · target level − points, at least 0; unknown without a target."),
        OWN,
    ),
    Formula(
        "Monte Carlo",
        N_("Trial runs"),
        N_(
            "Weights, distances of the levels, means, rule for open answers, one question left out and errors in the "
            "answers, all varied at once, many times; then it is counted how often something stays so."
        ),
        N_("OECD/JRC Handbook, step 7; Tervonen and Lahdelma, doi:10.1016/j.ejor.2005.12.037"),
    ),
    Formula(
        "Rank range",
        N_("Range of the ranks"),
        N_("1 + cities whose lowest is above the own highest, to 1 + cities whose highest is above the own lowest."),
        N_("Mogstad, Romano, Shaikh, Wilhelm (2023), doi:10.1093/restud/rdad006, in spirit"),
    ),
    Formula(
        "Bands",
        N_("Ahead of, about, behind the middle"),
        N_("Ahead or behind only if the whole range of ranks lies on one side of the middle rank."),
        OWN,
    ),
    Formula(
        "One at a time",
        N_("Changed alone"),
        N_("One choice changed, everything else as in force; cities whose rank changes are counted."),
    ),
    Formula(
        "Sobol indices",
        N_("What drives the changes"),
        N_("Share of the variance of the rank shifts that a choice explains alone and with the others."),
        N_("Saltelli and others (2010); Jansen (1999), as in scipy.stats.sobol_indices"),
    ),
    Formula(
        "Agreement",
        N_("Agreement"),
        N_("van der Eijk’s A: 1 all equal, 0 evenly spread, −1 two camps at the ends."),
        N_("van der Eijk (2001), doi:10.1023/A:1010374114305"),
    ),
    Formula(
        "Benefit of the doubt",
        N_("Most favourable light"),
        N_("The largest share of the best city under weights a city would choose for itself, within bounds."),
    ),
    Formula(
        "Change between waves",
        N_("Change since the wave before"),
        N_("Both waves on the questions asked in both; another level only if open answers cannot explain it."),
        OWN,
    ),
)

GLOSSARY = (
    (N_("Topic, field"), N_("A topic is a part of digitalisation, such as the e-file; a field is a group of topics.")),
    (N_("Level"), N_("How far a city is, from 0 (no activity) to 4 (optimised and reusable).")),
    (N_("Points"), N_("The same on a scale of 0 to 100; 75 points are the beginning of level 3.")),
    (N_("Wave"), N_("One round of the survey. Waves are never mixed.")),
    (N_("Coverage"), N_("Which part of the questions that apply a city has answered.")),
    (N_("Not stated (kA)"), N_("The answer is open. It never counts as 0.")),
    (N_("Not responsible (nz)"), N_("The question does not apply to the city and is left out.")),
    (N_("Short survey"), N_("Only the core questions: a city that answered no others is measured by them alone.")),
    (N_("Index"), N_("The mean over the fields. It serves to test the method; it is no league table.")),
    (N_("Median"), N_("Half of the cities are above it, half below.")),
    (N_("Weight"), N_("What a question or topic counts in its mean.")),
    (N_("Trial run"), N_("All scores computed again with other choices that one could defend as well.")),
    (N_("Robust"), N_("Stays so in nearly all trial runs; how many are needed is one of the values in force.")),
    (N_("Data version"), N_("The state of all answers at one moment; named at the foot of the menu.")),
)


def formula_table() -> str:
    """Write every formula with its source."""
    rows = pd.DataFrame(
        {
            _("Number"): [_(formula.name) for formula in FORMULAS],
            _("Rule"): [_(formula.rule) for formula in FORMULAS],
            _("Source"): [_(formula.source) for formula in FORMULAS],
            _("Section of docs/method.md"): [formula.section for formula in FORMULAS],
        }
    )
    caption = _("Worked examples: docs/method.md.")
    return markup.html_table(rows, caption=caption)


def glossary_table() -> str:
    """Write the words of these pages."""
    rows = pd.DataFrame({_("Word"): [_(word) for word, _m in GLOSSARY], _("Meaning"): [_(m) for _w, m in GLOSSARY]})
    return markup.html_table(rows, caption=_("Words on these pages."))
