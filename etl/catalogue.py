"""DCAT-AP.de: an export described for open data portals, as JSON-LD."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
MEDIA = {
    "csv": (f"{AUTHORITY}/file-type/CSV", f"{IANA}/text/csv"),
    "parquet": (f"{AUTHORITY}/file-type/PARQUET", f"{IANA}/application/vnd.apache.parquet"),
}


def describe(
    files: Sequence[Path], *, title: str, description: str, publisher: str, version: str, titles: Mapping[str, str]
) -> str:
    """Write the description of a dataset and its files; a licence is for the network to decide and is not claimed.

    Args:
        files: the tables; their ending says the format, their stem the table.
        title: of the dataset.
        description: what it holds, and what was left out.
        publisher: who publishes it.
        version: of the data.
        titles: what each table holds, by its stem.
    """
    dataset = {
        "@context": CONTEXT,
        "@type": "dcat:Dataset",
        "@id": "#dataset",
        "dct:title": {"@value": title, "@language": "de"},
        "dct:description": {"@value": description, "@language": "de"},
        "dct:identifier": version,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": publisher},
        "dct:language": {"@id": f"{AUTHORITY}/language/DEU"},
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/GOVE"},
        "dcatde:politicalGeocodingLevelURI": {"@id": "http://dcat-ap.de/def/politicalGeocoding/Level/municipality"},
        "dcat:distribution": [_distribution(file, titles[file.stem]) for file in files],
    }
    return json.dumps(dataset, ensure_ascii=False, indent=2) + "\n"


def _distribution(file: Path, title: str) -> dict[str, object]:
    kind, media = MEDIA[file.suffix.removeprefix(".")]
    return {
        "@type": "dcat:Distribution",
        "@id": f"#{file.name}",
        "dct:title": {"@value": title, "@language": "de"},
        "dcat:accessURL": {"@id": file.name},
        "dct:format": {"@id": kind},
        "dcat:mediaType": {"@id": media},
        "dcat:byteSize": file.stat().st_size,
    }
