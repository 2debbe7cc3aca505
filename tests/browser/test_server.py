"""The server seen from a browser: headers, language, nothing from outside, labels in German."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.waiting import wait_for_run
from tests.served import Served, copy_launcher, serve
from web.server.phrases import PHRASES

# Every element whose labels Streamlit writes. Our own words all begin with “§”, so that what is left is Streamlit's.
GALLERY = """
import pandas as pd
import plotly.graph_objects as go
frame = pd.DataFrame({"§a": ["§1"]})
st.title("§Titel")
st.header("§Kapitel")
with st.sidebar:
    st.selectbox("§Welle", ["§2026-1"], key="side")
st.selectbox("§Auswahl", ["§1", "§2"], index=None, key="empty", help="§Hilfe")
st.multiselect("§Mehrere", ["§1", "§2"], default=["§1"], key="several")
st.multiselect("§Keine", ["§1"], key="none")
st.number_input("§Zahl", 0, 9, 3, key="number")
st.slider("§Regler", 0, 9, 3, key="slider")
st.text_input("§Text", "§x", key="text")
st.text_input("§Passwort", "§x", type="password", key="password")
st.text_area("§Absatz", "§x", key="area")
st.date_input("§Datum", pd.Timestamp("2026-11-23"), key="date")
st.checkbox("§Haken", key="check")
st.toggle("§Schalter", key="toggle")
st.radio("§Wahl", ["§1", "§2"], key="radio")
st.pills("§Pillen", ["§1", "§2"], key="pills")
st.segmented_control("§Abschnitt", ["§1", "§2"], key="segment")
st.file_uploader("§Eine", type=["csv", "xlsx"], key="one")
st.file_uploader("§Viele", accept_multiple_files=True, key="many")
st.button("§Knopf", key="button")
st.download_button("§Laden", b"x", "x.csv", key="download")
st.popover("§Mehr").write("§Inhalt")
st.expander("§Klappe").write("§Inhalt")
st.tabs(["§A", "§B"])[0].write("§Inhalt")
st.metric("§Kennzahl", "§7", delta="§1")
st.table(frame)
st.dataframe(frame, key="frame")
st.code("§x = 1")
st.success("§gut")
with st.form("form"):
    st.text_input("§Im Formular", key="inside")
    st.form_submit_button("§Senden")
st.plotly_chart(go.Figure(go.Bar(x=["§a"], y=[1])), key="chart", alt="§Bild")
with st.status("§Stand"):
    st.write("§läuft")
st.progress(0.5, text="§halb")
"""
SAME = {"PNG", "SVG", "Zoom", "• CSV, XLSX"}  # in both languages
# The labels on the page that hold a word; icons are written by name, but marked as nothing to translate.
LABELS = """() => {
  const seen = new Set();
  const add = (text) => { if (text && /[A-Za-z]{2}/.test(text) && !text.includes("§")) seen.add(text.trim()); };
  const hidden = "script, style, noscript, svg, [translate=no]";
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(hidden)) continue;
    for (const name of ["aria-label", "title", "placeholder", "data-title"]) add(element.getAttribute(name));
    for (const node of element.childNodes) if (node.nodeType === 3) add(node.data);
  }
  return [...seen];
}"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("gallery")
    with serve(copy_launcher(folder / "app", GALLERY), folder) as served:
        yield served


def test_a_deep_link_on_a_fresh_server_answers_with_headers_and_language(server: Served, page: Page) -> None:
    """The first request this server gets is for a page's own address."""
    answer = page.goto(f"{server.url}/topics?lang=en")
    assert answer is not None
    wait_for_run(page)

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    page.goto(server.url)
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_text("Zum Inhalt springen")).to_be_attached()


def test_a_strange_script_does_not_run(server: Served, context: BrowserContext) -> None:
    """The policy stops what a text from a file could bring along; `page` would rightly fail on the refusal."""
    page = context.new_page()
    page.goto(server.url)
    wait_for_run(page)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.strange = 1';"
        " document.body.append(s); }"
    )

    assert page.evaluate("() => window.strange") is None


def test_streamlits_own_labels_are_german(gallery: Served, page: Page) -> None:
    page.goto(gallery.url)
    wait_for_run(page)
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    german = _open_everything(page)
    page.goto(f"{gallery.url}?lang=en")
    wait_for_run(page)
    english = _open_everything(page)

    assert sorted(german & english - SAME) == []
    assert english & set(PHRASES), "the English page shows the phrases themselves"


def test_switching_the_language_in_the_address_switches_the_labels(gallery: Served, page: Page) -> None:
    """Streamlit changes the address without loading the page again."""
    page.goto(gallery.url)
    wait_for_run(page)
    expect(page.get_by_text("Zum Inhalt springen")).to_be_attached()

    page.evaluate("() => { history.replaceState(null, '', '?lang=en'); document.body.append(''); }")

    expect(page.get_by_text("Skip to main content")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def _open_everything(page: Page) -> set[str]:
    """Open lists, tips and menus one after the other and collect the labels seen on the way."""
    labels = set(page.evaluate(LABELS))
    for key in ("empty", "several", "none"):
        box = page.locator(f".st-key-{key} input").first
        box.click()
        labels |= set(page.evaluate(LABELS))
        page.keyboard.press("Escape")
    for key in ("text", "inside", "area"):
        field = page.locator(f".st-key-{key}").locator("input, textarea").first
        field.fill("§y")
        labels |= set(page.evaluate(LABELS))
    for part in (page.get_by_test_id("stFullScreenFrame"), page.locator(".st-key-chart"), page.get_by_role("heading")):
        for element in part.all():
            element.hover(force=True)
            labels |= set(page.evaluate(LABELS))
    return labels
