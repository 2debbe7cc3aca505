"""The slides of a meeting: PPTX with native charts, alternative texts, notes and the data version on each."""

import io
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from maturity.language import _, current, version
from maturity.reports import meeting_words as words
from maturity.reports.meeting import Meeting, Resolution, TopicLevel
from maturity.reports.sheets import MADE_AT
from maturity.reports.texts import readable

T = TypeVar("T")

LANGUAGES = {"de": MSO_LANGUAGE_ID.GERMAN, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
rgb: Any = RGBColor  # these two the library leaves without types
chart_data: Any = CategoryChartData
INK, ACCENT, WARNING = rgb(0x1F, 0x23, 0x28), rgb(0x00, 0x51, 0x9E), rgb(0x8A, 0x45, 0x00)
PAPER, SHADE = rgb(0xFF, 0xFF, 0xFF), rgb(0xF3, 0xF6, 0xFA)
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, FULL = Inches(0.6), Inches(1.5), Inches(12.1)
COVER, TEXT, TITLE_ONLY = 0, 1, 5  # layouts of the library's own template

# More than these cannot be read from the back of a room.
MOST_BARS = 20
MOST_ROWS = 7
# Of the table of decisions, in inches: its columns, room between its head and the footer, a line, the space around it.
COLUMNS = (2.3, 2.0, 1.8, 1.7, 4.3)
ROOM, LINE, AROUND = 4.2, 0.25, 0.1
# Characters that a line takes per column, in the widest of the fonts that an office program falls back to.
CHARACTERS = (17, 14, 12, 12, 34)
MOST_LINES = 8
# Characters of a list in the larger type.
MOST_LARGE = 400
LONGEST_REASON = 140


def slides_pptx(meeting: Meeting) -> bytes:
    """Make the slides of a meeting: state, gaps, overlaps, decisions, what is open."""
    return _Deck(readable(meeting)).save()


class _Deck:
    """The presentation under construction."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.deck = Presentation()
        self.deck.slide_width, self.deck.slide_height = WIDTH, HEIGHT
        about = self.deck.core_properties
        about.title, about.author = _("Network meeting"), meeting.network_name
        about.language, about.created, about.modified = current(), MADE_AT, MADE_AT
        about.comments = words.sample_notice() if meeting.is_sample else ""
        title, body = self.deck.slide_master.placeholders[0], self.deck.slide_master.placeholders[1]
        _place(title, Inches(0.4), Inches(1.0))
        _place(body, TOP, Inches(5.1))

    def save(self) -> bytes:
        meeting = self.meeting
        self._add_cover()
        if meeting.follow_up:
            self._add_list(_("What has become of the last decisions"), meeting.follow_up, "")
        for topics in _chunks(sorted(meeting.levels, key=_furthest_first), MOST_BARS):
            self._add_levels(topics)
        self._add_list(_("Common gaps"), meeting.gaps, _("No common gap was found."))
        self._add_list(_("Overlaps"), meeting.overlaps, _("No overlap was found."))
        for decisions in _fitting(meeting.decisions):
            self._add_decisions(decisions)
        self._add_list(_("Open points"), meeting.open_points, _("There are no open points."))
        next_meeting = meeting.next_meeting or _("not yet fixed")
        self._add_list(
            _("Next meeting"),
            (next_meeting, words.basis(wave_id=meeting.wave_id, snapshot=meeting.snapshot)),
            "",
        )
        for number, slide in enumerate(self.deck.slides, 1):
            self._add_footer(slide, number)
        target = io.BytesIO()
        self.deck.save(target)
        return target.getvalue()

    def _add_cover(self) -> None:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[COVER])
        title, subtitle = slide.placeholders[0], slide.placeholders[1]
        _place(title, Inches(2.3), Inches(1.4))
        _place(subtitle, Inches(3.9), Inches(1.2))
        slide.background.fill.solid()
        slide.background.fill.fore_color.rgb = ACCENT
        name = _("Meeting of the network {network}").format(network=self.meeting.network_name)
        _say(title.text_frame, [name], 40, colour=PAPER)
        _say(subtitle.text_frame, [self.meeting.held_on], 24, colour=PAPER)

    def _add_levels(self, topics: Sequence[TopicLevel]) -> None:
        slide = self._add_titled(_("Where we stand: median level per topic"), TITLE_ONLY)
        data = chart_data(number_format="0.0")
        upwards = tuple(reversed(topics))  # bars are drawn from the bottom
        data.categories = [_category(topic) for topic in upwards]
        data.add_series(_("Median level"), [topic.median_level for topic in upwards])
        kind = XL_CHART_TYPE.BAR_CLUSTERED
        frame = slide.shapes.add_chart(kind, LEFT, TOP, FULL, Inches(5.1), data)
        _style_chart(frame.chart)
        said = "; ".join(f"{topic.topic_name}: {words.level(topic)}" for topic in topics)
        text = _("Bar chart of the median level per topic, from 0 to 4. {topics}.").format(topics=said)
        _describe(frame, _("Median level per topic"), text)
        _note(slide, [text])

    def _add_decisions(self, decisions: Sequence[Resolution]) -> None:
        slide = self._add_titled(_("Decisions"), TITLE_ONLY)
        box = slide.shapes.add_textbox(LEFT, Inches(1.2), FULL, Inches(0.7))
        box.text_frame.word_wrap = True
        _say(box.text_frame, [words.summary(self.meeting)], 16)
        head = (_("Topic"), _("Decision"), _("Lead"), _("Co-lead"), _("Reason"))
        frame = slide.shapes.add_table(len(decisions) + 1, len(head), LEFT, Inches(2.0), FULL, Inches(0.5))
        for column, width in zip(frame.table.columns, COLUMNS, strict=True):
            column.width = Inches(width)
        for place, (row, texts) in enumerate(zip(frame.table.rows, [head, *map(_cells, decisions)], strict=True)):
            _fill_row(row, texts, place)
        _describe(frame, _("Decisions"), _("Table of the decisions: topic, decision, lead, co-lead, reason."))
        _note(slide, [f"{decision.topic_name}: {decision.reason}" for decision in decisions if decision.reason])

    def _add_list(self, title: str, sentences: Sequence[str], otherwise: str) -> None:
        for lines in _chunks(sentences, MOST_LINES) if sentences else [[otherwise]]:
            slide = self._add_titled(title, TEXT)
            _say(slide.placeholders[1].text_frame, lines, 24 if len("".join(lines)) <= MOST_LARGE else 18)

    def _add_titled(self, title: str, layout: int) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        _say(slide.shapes.title.text_frame, [title], 28, colour=ACCENT)
        return slide

    def _add_footer(self, slide: Any, number: int) -> None:
        meeting = self.meeting
        box = slide.shapes.add_textbox(LEFT, Inches(6.85), FULL, Inches(0.4))
        box.text_frame.word_wrap = True
        place = _("{network} · data version {snapshot}").format(
            network=meeting.network_name, snapshot=version(meeting.snapshot)
        )
        line = f"{place} · {number}/{len(self.deck.slides)}"
        notice = words.sample_notice() if meeting.is_sample else ""
        text = f"{notice} · {line}" if notice else line
        _say(box.text_frame, [text], 12, colour=WARNING if notice else INK)


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _fitting(decisions: Sequence[Resolution]) -> Iterator[Sequence[Resolution]]:
    """Split the decisions so that each table ends above the footer."""
    page: list[Resolution] = []
    left = ROOM
    for decision in decisions:
        needed = _height(decision)
        if page and (needed > left or len(page) == MOST_ROWS):
            yield page
            page, left = [], ROOM
        page, left = [*page, decision], left - needed
    if page:
        yield page


def _cells(decision: Resolution) -> tuple[str, ...]:
    """What the table says about a decision; the whole reason stands in the notes."""
    who = decision.lead or "–", decision.co_lead or "–"
    return decision.topic_name, words.kind(decision), *who, _cut(decision.reason)


def _fill_row(row: Any, texts: Sequence[str], place: int) -> None:
    """Write a row of the table: the head in the accent, then every other row shaded."""
    for cell, text in zip(row.cells, texts, strict=True):
        cell.fill.solid()
        cell.fill.fore_color.rgb = ACCENT if place == 0 else (PAPER, SHADE)[place % 2]
        _say(cell.text_frame, [text], 14, colour=PAPER if place == 0 else INK)


def _furthest_first(topic: TopicLevel) -> float:
    """The place of a topic in the chart: the highest level first, those without one last."""
    return 1.0 if topic.median_level is None else -topic.median_level


def _height(decision: Resolution) -> float:
    """The height of a row by its longest cell, in inches."""
    pairs = zip(_cells(decision), CHARACTERS, strict=True)
    lines = max(len(textwrap.wrap(text, width)) or 1 for text, width in pairs)
    return LINE * lines + AROUND


def _place(shape: Any, top: Any, height: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = LEFT, top, FULL, height


def _say(frame: Any, lines: Sequence[str], size: int, *, colour: RGBColor | None = INK) -> None:
    """Write one paragraph per line, in the reader's language so that the spelling check and voices know it."""
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.language_id = Pt(size), LANGUAGES[current()]
        if colour is not None:
            run.font.color.rgb = colour


def _category(topic: TopicLevel) -> str:
    """Name a bar; one that is missing says why."""
    counts = words.answered(topic)
    said = counts if topic.median_level is not None else f"{counts}, {words.level(topic)}"
    return f"{topic.topic_name} ({said})"


def _style_chart(chart: Any) -> None:
    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(14)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 4, 1
    axis.has_major_gridlines = False
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    plot = chart.plots[0]
    plot.gap_width = 40
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0.0", False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = ACCENT


def _note(slide: Any, lines: Sequence[str]) -> None:
    """Write what the speaker may read out into the slide's notes."""
    if lines:
        _say(slide.notes_slide.notes_text_frame, lines, 12, colour=None)


def _describe(frame: Any, name: str, text: str) -> None:
    """Give a chart or table its alternative text."""
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_REASON else text[:LONGEST_REASON].rsplit(" ", 1)[0] + " …"
