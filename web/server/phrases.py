"""Streamlit's own labels in the reader's language.

Streamlit writes them in English and offers no way to translate them. The page therefore carries one script of ours
(`phrases.js`) that replaces them as they appear, from the phrases below and their translations in our catalogue.
"""

import json
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from maturity.language import LANGUAGES, N_, _, current, use

# `{}` stands for any text, which is kept: a label, a file name, a number.
PHRASES = (
    # frame of the page
    N_("Skip to main content"),
    N_("Main menu"),
    N_("App pages"),
    N_("Sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Running..."),
    N_("Stop"),
    N_("Stopping..."),
    N_("Loading..."),
    N_("Loading"),
    N_("Connecting"),
    N_("Connecting to Streamlit server"),
    N_("Unable to connect to Streamlit server"),
    N_("Streamlit server is not responding. Are you connected to the internet?"),
    N_("Connection lost. Please wait for the app to reconnect, then try again."),
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_(
        "This app has encountered an error. The original error message is redacted to prevent data leaks. "
        "Full error details have been recorded in the logs (if you're on Streamlit Cloud, click on 'Manage app' "
        "in the lower right of your app)."
    ),
    N_("Shortcut {}"),
    N_("PageUp"),
    N_("PageDown"),
    N_("Close"),
    N_("Close popup"),
    N_("Dismiss"),
    N_("Cancel"),
    N_("Copy"),
    N_("Copied"),
    N_("Copy to clipboard"),
    N_("Link to heading"),
    N_("Help"),
    N_("Help for {}"),
    # charts and tables
    N_("Fullscreen"),
    N_("Fullscreen: {}"),
    N_("Close fullscreen"),
    N_("Close fullscreen: {}"),
    N_("Exit fullscreen"),
    N_("Show data"),
    N_("Show chart"),
    N_("Search"),
    N_("Download as CSV"),
    N_("Download as PNG"),
    N_("Download plot as a PNG"),
    N_("Show/hide columns"),
    N_("Zoom"),
    N_("Zoom in"),
    N_("Zoom out"),
    N_("Pan"),
    N_("Autoscale"),
    N_("Reset axes"),
    N_("Reset view"),
    N_("Box Select"),
    N_("Lasso Select"),
    N_("Clear selection"),
    N_("Add row"),
    N_("Delete row(s)"),
    N_("No data"),
    # widgets
    N_("Select..."),
    N_("Select all"),
    N_("Choose options"),
    N_("Choose an option"),
    N_("Clear all"),
    N_("Clear value"),
    N_("Remove {}"),
    N_("Add: {}"),
    N_("No results"),
    N_("No options to select"),
    N_("No options to select."),
    N_("Open"),
    N_("{} option available."),
    N_("{} options available."),
    N_("Show suggestions"),
    N_("Selected values"),
    N_("Increment"),
    N_("Decrement"),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Press Ctrl+Enter to apply"),
    N_("Press ⌘+Enter to apply"),
    N_("Choose date"),
    N_("Choose date range"),
    N_("Selected Date: {}"),
    N_("progress"),
    N_("Show password"),
    N_("Hide password"),
    # upload
    N_("Upload"),
    N_("file upload"),
    N_("Upload file"),
    N_("Upload files"),
    N_("Upload or drag and drop file"),
    N_("Upload or drag and drop files"),
    N_("Drag and drop file here"),
    N_("Drag and drop files here"),
    N_("Uploading..."),
    N_("Upload failed"),
    N_("{}MB per file"),
    N_("File type not allowed."),
    N_("{} files are not allowed."),
    N_("File must be {} or smaller."),
    N_("Only one file is allowed."),
)


@cache
def script() -> str:
    """Return the JavaScript with the phrases of every language: `{"de": {"Close": "Schließen", ...}}`."""
    reader_language = current()
    translations = {}
    for language in LANGUAGES:
        use(language)
        translations[language] = {phrase: _(phrase) for phrase in PHRASES}
    use(reader_language)
    code = Path(__file__).with_name("phrases.js").read_text(encoding="utf-8")
    return f"{code}({json.dumps(translations, ensure_ascii=False)});\n"


async def serve_script(_request: Request) -> Response:
    """Answer `/kompass/phrases.js`; the browser asks again after each restart of the server."""
    return Response(script(), media_type="text/javascript", headers={"Cache-Control": "no-cache"})
