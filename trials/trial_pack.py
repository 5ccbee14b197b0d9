"""The result of a trial as a Word document: the page's own words, tables and pictures."""

import io

SECTIONS = (
    ("Every arm against usual practice", "primary_headings", "arm_rows"),
    ("Share with the primary outcome", "level_headings", "level_rows"),
    ("What moved, per 100 eligible cases", "primary_headings", "part_rows"),
    ("Other outcomes", "interval_headings", "outcome_rows"),
    ("What officers said, before and after", "survey_headings", "survey_rows"),
    ("With other follow-up", "primary_headings", "window_rows"),
    ("Units and cases on their way into the comparison", "flow_headings", "flow_rows"),
)
PICTURE_INCHES = 5.5


def trial_pack(run, page, pictures):
    """Bytes of the document. `page` is what the result page shows, `pictures` are (title, description, PNG bytes)."""
    from docx import Document  # only when one is asked for: a page that shows a result waits for no lxml

    document = Document()
    document.core_properties.title = run.trial.title
    document.add_heading(run.trial.question, level=1)
    if run.synthetic:
        document.add_paragraph("SYNTHETIC DATA: every figure is made up.", style="Intense Quote")
    for label in page["labels"]:
        document.add_paragraph(label, style="Intense Quote")
    top(document, page)
    for title, headings, rows in SECTIONS:
        table(document, title, page[headings], page[rows])
    for title, description, png in pictures:
        picture(document, title, description, png)
    defence(document, page)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def top(document, page):
    """What is read in two minutes."""
    document.add_heading("Verdict", level=2)
    document.add_paragraph().add_run(page["headline"]).bold = True
    if page["difference"]:
        document.add_paragraph(f"{page['difference']}. {page['month']}.")
    document.add_paragraph(f"{page['design']}. {page['look']}")
    document.add_heading("Is it safe?", level=2)
    document.add_paragraph(page["safe"])
    document.add_heading("What now?", level=2)
    bullets(document, page["next"])
    document.add_heading("Why this verdict", level=2)
    for sentence in page["sentences"]:
        document.add_paragraph(sentence)
    table(document, "Key figures", [("", ""), ("", "")], page["key_rows"])


def defence(document, page):
    """What defends it."""
    table(document, "What must not get worse", [("Guardrail", ""), ("State", ""), ("", "")],
          [(title, state, text) for title, state, _, text in page["guardrails"]])  # fmt: skip
    bullets(document, page["survey_words"])
    document.add_heading("How the trial went", level=2)
    bullets(document, [change["text"] for change in page["changes"]] or ["Nothing was recorded as changed."])
    bullets(document, page["overlaps"])
    table(document, "Assumptions checked", [("Question", ""), ("Finding", ""), ("", "")],
          [(title, status, text) for title, status, _, text in page["checks"]])  # fmt: skip
    document.add_heading("What this cannot tell", level=2)
    bullets(document, page["cannot_tell"])
    table(document, "What this was made from", [("", ""), ("", "")], page["provenance"])


def bullets(document, lines):
    for line in lines:
        document.add_paragraph(line, style="List Bullet")


def table(document, title, headings, rows):
    """A heading and a table; nothing without rows."""
    if not rows:
        return
    document.add_heading(title, level=2)
    made = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, (label, _) in zip(made.rows[0].cells, headings, strict=True):
        cell.text = label
    for row in rows:
        for cell, value in zip(made.add_row().cells, row, strict=True):
            cell.text = str(value)


def picture(document, title, description, png):
    """A chart with its words for people who do not see it."""
    from docx.shared import Inches

    document.add_heading(title, level=2)
    document.add_picture(io.BytesIO(png), width=Inches(PICTURE_INCHES))
    drawn = document.inline_shapes[-1]._inline.docPr
    drawn.set("descr", description)
