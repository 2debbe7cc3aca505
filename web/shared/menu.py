"""The pages in the order of the menu."""

from typing import NamedTuple

from maturity.language import N_
from maturity.rights import Action


class Page(NamedTuple):
    """A page's file, its name in the menu, the question it answers, and the right that opens it.

    What needs no more than `read_public` shows nothing but the snapshot, which is made for its audience.
    """

    file: str
    name: str
    question: str
    right: Action = "read_public"


MENU: dict[str, Page] = {
    "start": Page("dashboard.py", N_("Overview"), N_("Where do we stand?")),
    "topics": Page("pages/topics.py", N_("Topics"), N_("Who has come how far with this topic?")),
    "cities": Page("pages/cities.py", N_("Cities"), N_("Where does our city stand?")),
    "map": Page("pages/map.py", N_("Map"), N_("Where in the region?")),
    "overlaps": Page("pages/overlaps.py", N_("Overlaps"), N_("Where do we duplicate work, and where are the gaps?")),
    "transfer": Page("pages/transfer.py", N_("Knowledge transfer"), N_("Who can learn from whom?")),
    "leads": Page("pages/leads.py", N_("Leads"), N_("Who leads what?"), "read_network"),
    "funding": Page("pages/funding.py", N_("Funding"), N_("What can we apply for together?"), "read_network"),
    "meeting": Page("pages/meeting.py", N_("Meeting"), N_("What do we decide today?"), "read_network"),
    "projects": Page("pages/projects.py", N_("Projects"), N_("What has become of it?"), "read_network"),
    "explore": Page("pages/explore.py", N_("Analysis"), N_("What do the answers say?")),
    "upload": Page("pages/upload.py", N_("Survey"), N_("Hand in the city’s answers"), "read_network"),
    "method": Page("pages/method.py", N_("Method"), N_("How reliable are our figures?")),
    "admin": Page("pages/admin.py", N_("Administration"), N_("What does the network need?"), "manage_reference"),
}
