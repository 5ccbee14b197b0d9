"""Uploads as their pages show them: what arrived, what was wrong, what to do now. No cell's content is repeated."""

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.models.uploads import doors, upload_states
from cjnudge.cases.queries import uploads as upload_queries
from cjnudge.cases.queries.mappings import names_of
from cjnudge.cases.sources import UnknownFeed
from cjnudge.cases.sources import feed as feed_of
from cjnudge.disclosure import CASE_THRESHOLD
from cjnudge.jobs.states import State

GONE = "a person no longer known here"
NOBODY = "the installation"
COLOURS = {
    "receiving": "blue",
    "received": "blue",
    "imported": "green",
    "refused": "red",
    "cancelled": "grey",
    "interrupted": "orange",
}
UNDER_WAY = ("receiving", "received")
PROBLEM_HEADINGS = [("File", ""), ("Line", ""), ("Column", ""), ("What is wrong", ""), ("What to do", "")]
SIZES = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def is_under_way(upload, job):
    """Whether more is to come by itself: not where the job that was to store it has stopped."""
    return upload.state in UNDER_WAY and (job is None or State(job.state).is_open)


def lines(uploads):
    """One row of the list for each upload."""
    uploads = list(uploads)
    names = names_of(one.started_by_id for one in uploads)
    return [line(one, names) for one in uploads]


def line(upload, names):
    return {
        "upload": upload,
        "what": what(upload),
        "state": dict(upload_states())[upload.state],
        "colour": COLOURS[upload.state],
        "by": who(upload, names),
    }


def what(upload):
    """What was brought in, as a title: the person's own, else the kind of file."""
    return upload.title or kind(upload)


def kind(upload):
    """The kind of file, and the mapping it was read with."""
    try:
        title = feed_of(upload.feed).heading
    except UnknownFeed:
        title = upload.feed
    version = upload.mapping_version
    return f"{title}, {version.mapping.name} version {version.number}" if version else title


def who(upload, names):
    return names.get(upload.started_by_id, GONE) if upload.started_by_id else NOBODY


def facts(upload):
    """[(name, value)] of an upload."""
    names = names_of([upload.started_by_id])
    rows = [
        ("Kind of file", kind(upload)),
        ("As at", f"{upload.as_at:%-d %B %Y}" if upload.as_at else "the last day that the files count"),
        ("Came in by", f"{dict(doors())[upload.door]}, {who(upload, names)}"),
    ]
    if upload.added_to_id:
        rows.insert(2, ("Added to", upload.added_to.title))
    if upload.bytes_received:
        rows.append(("Received", size(upload.bytes_received)))
    rows += [(f"File {number}", file_words(one)) for number, one in enumerate(upload.files, 1)]
    return rows


def file_words(file):
    """One file in words: its name, size and rows."""
    words = f"{file['name']}, {size(file['bytes'])}"
    return f"{words}, {file['rows']:,} rows" if file.get("rows") is not None else words


def size(number):
    """A number of bytes in words: "1.2 MB"."""
    for unit, name in SIZES:
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{number} bytes"


def refusals(upload):
    """{"headings", "rows", "shown", "total"} of what was wrong."""
    problems = upload_queries.problems_of(upload)
    return {
        "headings": PROBLEM_HEADINGS,
        "rows": [problem_row(problem) for problem in problems],
        "shown": len(problems),
        "total": upload_queries.total_problems(upload),
    }


def problem_row(problem):
    """The cells of one refusal; a fault of the whole file has no line."""
    line = str(problem["line"]) if problem["line"] else "whole file"
    return [problem["file"] or "all files", line, problem["column"], problem["reason"], problem["remedy"]]


def unmatched(upload):
    """[[field, label, rows]] of the labels that the mapping does not know, the most frequent of each field first."""
    return [
        [FIELDS[key].title, label, rows_in_words(count)]
        for key, labels in upload_queries.unmatched_labels(upload).items()
        if key in FIELDS
        for label, count in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def rows_in_words(count):
    """A number of rows as a page may show it."""
    return f"{count:,}" if count >= CASE_THRESHOLD else f"fewer than {CASE_THRESHOLD}"


def losses(upload):
    """What is lost when an upload is cancelled, in words."""
    received = [file_words(file) for file in upload.files]
    return received or [f"What has arrived so far: {size(upload.bytes_received)}"]
