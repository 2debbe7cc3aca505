"""A small meeting: three topics with one hole, one decision of each kind."""

from dataclasses import replace

from maturity.reports.meeting import Meeting, Participant, Resolution, TopicLevel

MEETING = Meeting(
    network_name="Regional.Digital",
    wave_id="2026-2",
    snapshot="maturity-000017",
    held_on="23.11.2026",
    is_sample=False,
    participants=(Participant("Bretten", True), Participant("Bühl", False), Participant("Bruchsal", True)),
    levels=(
        TopicLevel("E-Akte", 2.0, 3, 3),
        TopicLevel("E-Payment", 2.5, 2, 3),
        TopicLevel("Sensorik", None, 1, 3),
    ),
    gaps=("Sensorik: keine Stadt erreicht Stufe 3.",),
    overlaps=("E-Akte: Bretten und Bruchsal führen gleichzeitig ein.",),
    decisions=(
        Resolution("E-Akte", "accepted", "Bruchsal", "Bruchsal", "Bretten", ("Bühl",), "Bruchsal ist am weitesten."),
        Resolution("E-Payment", "other_city", "Bühl", "Bretten", price="4,0 Punkte", firmness="umstritten (61\u00a0%)"),
        Resolution("Digitale Schule", "deferred", "Bühl", reason="Der Schulträger wird gehört."),
        Resolution("Sensorik", "vetoed", "Bruchsal", excluded="Bruchsal"),
    ),
    open_points=("Bretten klärt die Kosten.",),
    next_meeting="18.01.2027",
)
SAMPLE = replace(MEETING, is_sample=True)
EMPTY = Meeting("Regional.Digital", "2026-2", "maturity-000017", "23.11.2026", False)
