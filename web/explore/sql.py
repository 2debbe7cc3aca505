"""SQL for those who can: read-only, bounded, with the tables described and examples to start from."""

import streamlit as st

from maturity.language import _, current
from maturity.reports.exports import Export
from maturity.rights import Actor, may
from web.explore import take_away
from web.services import naming, queries, snapshot
from web.shared import filters, markup, messages

# More rows than this are in the download, not on the page.
MOST_ROWS = 200


def show(actor: Actor, *, is_sample: bool) -> None:
    """Show examples, the field for the query, its result, and the description of the tables."""
    if not may(actor, "query"):
        messages.note(_("Queries of one’s own are open to analysts and to the coordination office."))
        return
    messages.note(_("One SELECT, read-only: at most 5 seconds and 10,000 rows. Nothing can be changed here."))
    examples = {name: _(name) for name in queries.EXAMPLES}
    example = filters.pick(_("Start from an example"), examples, key="explore_example")
    with st.form("explore_sql", border=False):
        text = st.text_area("SQL", queries.EXAMPLES[example], height=170, key=f"explore_sql_{example}")
        is_asked = st.form_submit_button(_("Ask"))
    if is_asked:
        _answer(actor, text, is_sample=is_sample)
    with st.expander(_("The tables and their columns")):
        st.html(snapshot.remember(_schema))


def _answer(actor: Actor, text: str, *, is_sample: bool) -> None:
    rows = queries.run(actor, text)
    shown = rows.head(MOST_ROWS).map(lambda value: markup.DASH if value is None or value != value else str(value))
    caption = _("{count} rows").format(count=len(rows))
    st.html(markup.html_table(shown, caption=caption))
    if len(rows) > MOST_ROWS:
        messages.note(_("{count} more rows are in the download.").format(count=len(rows) - MOST_ROWS))
    notes = (text, _("Data version {snapshot}").format(snapshot=naming.data_version()))
    export = Export(rows, title=_("Answer to a query"), notes=notes, is_sample=is_sample, kind="none")
    take_away.offer(export, name="abfrage" if current() == "de" else "query", key="explore_sql_file")


def _schema() -> str:
    rows = queries.schema()
    return markup.html_table(
        rows.set_axis([_("Table"), _("What a row is"), _("Columns")], axis=1), caption=_("Tables that may be asked")
    )
