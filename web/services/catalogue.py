"""The catalogue of the Förderdatenbank: reading an export, keeping it, and what in it is worth a look."""

from collections.abc import Iterable

from etl.programmes.candidates import MUNICIPALITY, Candidate, find_candidates, read_mapping
from etl.programmes.catalogue import Catalogue, Change, Listed, compare, pack
from etl.programmes.read import read_catalogue
from maturity.clock import today
from maturity.rights import Actor
from web.services import opened
from web.services.programmes import edit, known


def read_export(content: bytes) -> Catalogue:
    """Read an export; nothing is stored. Errors as in `read_catalogue`."""
    return read_catalogue(content)


def take_in(actor: Actor, catalogue: Catalogue, *, name: str) -> None:
    """Keep an export's programmes for municipalities, word for word; the right is checked by the ledger."""
    opened.ledger().require(actor, "manage_programmes")
    payload = {
        "file_name": name,
        "document_count": catalogue.document_count,
        "finding_count": len(catalogue.findings),
        "programmes": pack(for_municipalities(catalogue)),
    }
    opened.ledger().record(actor, "programme_import", payload)


def for_municipalities(catalogue: Catalogue) -> list[Listed]:
    """Return the programmes of an export that municipalities may apply for."""
    return [listed for listed in catalogue.programmes if MUNICIPALITY in listed.applicants]


def changes_of(catalogue: Catalogue) -> list[Change]:
    """Return what an export would change against the last one taken in; nothing before the first."""
    before = known().imported
    return [] if before is None else compare(before.programmes, for_municipalities(catalogue))


def candidates(programmes: Iterable[Listed]) -> list[Candidate]:
    """Return what is worth a look for this network, without what is among the programmes already."""
    reference = opened.reference()
    found = find_candidates(programmes, read_mapping(reference.programme_areas), set(reference.memberships["city_id"]))
    taken = {programme.programme_id for programme in known().programmes}
    return [candidate for candidate in found if candidate_id(candidate) not in taken]


def candidate_id(candidate: Candidate) -> str:
    """Return the id that a candidate gets among the programmes."""
    return f"fdb-{candidate.listed.listed_id.replace('/', '-').casefold()}"


def adopt(actor: Actor, candidate: Candidate, *, office: str) -> str:
    """Make a candidate one of the programmes, with the facts that the catalogue states; return its id.

    It is not open by that: its status stays unknown unless the text says that it is closed. Errors as in `edit`.
    """
    listed, day = candidate.listed, today().isoformat()

    def fact(value: str, quotation: str) -> dict[str, str]:
        return {"value": value, "quotation": quotation, "source": listed.url, "checked_on": day}

    facts = {
        "name": fact(listed.title, listed.title),
        "topics": fact(";".join(candidate.topics), ", ".join(listed.areas)),
        "bodies": fact("city", MUNICIPALITY),
    }
    if candidate.region:
        facts["region"] = fact(";".join(candidate.region), ", ".join(listed.regions))
    if candidate.closed_by:
        facts["status"] = fact("closed", candidate.closed_by)
    edit(actor, candidate_id(candidate), facts, office=office)
    return candidate_id(candidate)
