"""The files of one upload while their bytes arrive, through whichever door."""

import hashlib
from dataclasses import dataclass, field

from django.utils import timezone

from cjnudge.accounts.models import Unit
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.extract.reading import CaseReader
from cjnudge.cases.privacy.keys import layers_for
from cjnudge.cases.problems import Problem
from cjnudge.cases.reading.apart import ReadingApart
from cjnudge.cases.reading.file_names import safe_name, suffix_of
from cjnudge.cases.reading.files import LARGEST_BYTES
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage.pieces import Landing, discard

from .uploading import finish_receiving, interrupt_upload, note_progress

# Progress is stored so often that a bar moves, and so seldom that it costs nothing.
BYTES_BETWEEN_NOTES = 4 << 20
SECONDS_BETWEEN_NOTES = 5  # a slow sender is still heard of


@dataclass(frozen=True)
class ReceivedFile:
    """One file that has arrived whole: its pieces are names in the upload's folder."""

    name: str
    sha256: str
    bytes: int
    rows: int | None
    pieces: list
    problems: list = field(default_factory=list)
    total_problems: int = 0
    unmatched: dict = field(default_factory=dict)

    def as_row(self):
        """What the upload keeps of it."""
        return {key: getattr(self, key) for key in ("name", "sha256", "bytes", "rows", "pieces")}


class Receiving:
    """Takes the bytes of an upload's files, one file after another: `open`, `feed` …, `close`, at last `finish`.

    A file of cases goes through the mapping as it arrives, so that nothing of it is ever written as it came; a file
    of published or grouped counts, which names nobody, is kept as it is for the worker. apart: read in a process of
    its own, so that a web server goes on answering.
    """

    def __init__(self, upload, *, clock=timezone.now, apart=False):
        self.upload, self.clock, self.apart = upload, clock, apart
        self.feed_of_files = feed_of(upload.feed)
        self.landing = Landing(upload.pk)
        self.files, self.reader, self.received = [], None, 0
        self.noted, self.noted_at = 0, clock()
        self.units = sorted(set(Unit.scoped.for_force(upload.force).values_list("name", flat=True)))
        self.layers = layers_for(upload.force, upload.key_version) if self.feed_of_files.has_cases else None

    def open(self, name):
        """A file begins. name: as its sender calls it; kept only where it can name nobody."""
        mapping = self.upload.mapping_version
        also = f"{self.upload.force.name} {mapping.mapping.name if mapping else ''}"
        shown = safe_name(name, len(self.files) + 1, also=also)
        make = self._case_reader if self.feed_of_files.has_cases else self._keeper
        self.reader = make(shown, suffix_of(name))

    def _case_reader(self, name, suffix):
        mapping = read_body(self.upload.mapping_version.body)
        given = {
            "layers": self.layers,
            "name": name,
            "as_at": self.upload.as_at,
            "today": timezone.localtime(self.clock()).date(),
            "units": self.units,
        }
        if self.apart:
            return ReadingApart(mapping, landing=self.landing, **given)
        return CaseReader(mapping, new_piece=self.landing.new_path, **given)

    def _keeper(self, name, suffix):
        return Keeper(name, self.landing.new_path(suffix or ".csv"))

    def feed(self, chunk):
        """Some more bytes of the open file. UploadEnded where the upload was cancelled meanwhile."""
        self.reader.feed(chunk)
        self.received += len(chunk)
        self._note()

    def _note(self):
        at = self.clock()
        waited = (at - self.noted_at).total_seconds()
        if self.received - self.noted >= BYTES_BETWEEN_NOTES or waited >= SECONDS_BETWEEN_NOTES:
            note_progress(self.upload, received=self.received, at=at)
            self.noted, self.noted_at = self.received, at

    def close(self):
        """The open file is complete."""
        read, self.reader = self.reader.end(), None
        self.files.append(
            ReceivedFile(
                name=read.name,
                sha256=read.sha256,
                bytes=read.bytes,
                rows=read.rows,
                pieces=[] if read.total_problems else self.landing.keep(read.pieces),
                problems=read.problems,
                total_problems=read.total_problems,
                unmatched=read.unmatched,
            )
        )

    def finish(self, *, by):
        """Every file has arrived: the upload, received or refused. UploadEnded where it was cancelled."""
        return finish_receiving(upload=self.upload, files=self.files, by=by, at=self.clock())

    def break_off(self):
        """The sender has gone, or somebody cancelled: nothing of it is kept, and the upload says so."""
        if self.reader:
            self.reader.cancel()
            self.reader = None
        if not interrupt_upload(upload=self.upload, at=self.clock()):
            discard(self.upload.pk)  # whoever ended it first may have missed the piece that was being written


@dataclass(frozen=True)
class KeptFile:
    """A file of counts as it arrived; of the shape of extract.reading.ReadFile."""

    name: str
    sha256: str
    bytes: int
    pieces: list
    problems: list
    total_problems: int
    rows: None = None
    unmatched: dict = field(default_factory=dict)


class Keeper:
    """Writes a file of counts as it arrives, for the worker to read."""

    def __init__(self, name, path):
        self.name, self.path = name, path
        self.stream, self.digest, self.bytes = path.open("xb"), hashlib.sha256(), 0

    def feed(self, chunk):
        self.bytes += len(chunk)
        if self.bytes <= LARGEST_BYTES:
            self.digest.update(chunk)
            self.stream.write(chunk)

    def end(self):
        self.stream.close()
        problems = list(self._problems())
        return KeptFile(self.name, self.digest.hexdigest(), self.bytes, [self.path], problems, len(problems))

    def _problems(self):
        if not self.bytes:
            yield Problem(self.name, 0, "", "The file is empty.", "Export it again.")
        if self.bytes > LARGEST_BYTES:
            limit = f"The file is larger than {LARGEST_BYTES >> 30} GiB."
            yield Problem(self.name, 0, "", limit, "Split it by month or by force.")

    def cancel(self):
        self.stream.close()
        self.path.unlink(missing_ok=True)
