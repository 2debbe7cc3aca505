"""Questions about the legal form of a joint project: asked, with source and day, never answered here."""

from typing import NamedTuple

from maturity.language import N_

# The day on which the sources were read.
READ_ON = "2026-11-24"


class Question(NamedTuple):
    """What the partners settle, and where the law says so."""

    text: str
    source: str


QUESTIONS: dict[str, Question] = {
    "vat_from_2027": Question(
        N_("VAT: § 2b UStG binds every public body from 1 January 2027; the old law ends then. Who sends invoices?"),
        "§ 27 Abs. 22a UStG",
    ),
    "vat_public_law": Question(
        N_("Is the work done under public law, for example by a public-law agreement, and not by private contract?"),
        "§ 2b Abs. 1 UStG",
    ),
    "vat_competition": Question(
        N_("If it is: could it distort competition, or is it work that only public bodies may do, or of small value?"),
        "§ 2b Abs. 2, 3 UStG",
    ),
    "award_aims": Question(
        N_("Awarding without a tender: do all partners perform public services with common aims?"),
        "§ 108 Abs. 6 Nr. 1 GWB",
    ),
    "award_interest": Question(
        N_("Is the co-operation governed by nothing but considerations of the public interest?"),
        "§ 108 Abs. 6 Nr. 2 GWB",
    ),
    "award_market": Question(
        N_("Do the partners do less than 20 per cent of this work on the open market?"), "§ 108 Abs. 6 Nr. 3 GWB"
    ),
}
