"""Receives files over HTTP: each goes through its mapping as it arrives, and nothing of it is written as it came.

The form protection of Django reads the whole form before the view is called. So this middleware stands before it:
it asks first who is there and what they may do, and gives Django a handler that puts each piece of a file into
the reading. The handler asks for the form's token, and for the fields, before the first byte of a file.
"""

import logging
from functools import wraps

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http.multipartparser import MultiPartParser
from django.middleware.csrf import CsrfViewMiddleware

from cjnudge.accounts.access import admitted
from cjnudge.arriving import TakesFiles
from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.uploading import UploadEnded
from cjnudge.cases.problems import ImportRefused, refuse
from cjnudge.jobs.kinds import JobProblem

logger = logging.getLogger(__name__)
FORM_BYTES = 1 << 20  # what the fields and boundaries may add to the files
PIECE = 256 << 10  # bytes handed on at once


def receives_uploads(begin):
    """Decorates a view whose form brings in files; `needs(...)` stands outside it.

    begin(request, force, fields): fields is the QueryDict of what stood before the first file, so that the file's
    input is the last of the form; it returns the Upload that begin_upload gave, raises ImportRefused with words, or
    returns None where the form is faulty (the view shows the same form's errors from request.POST). The view finds
    request.upload (an Upload, received or refused, or None where none began) and request.upload_refusal (an
    ImportRefused or None).
    """

    def decorate(view):
        @wraps(view)
        def receiving(request, *args, **kwargs):
            if request.method == "POST":
                _ = request.POST  # read already by the form protection, unless that is switched off
            request.upload = getattr(request, "upload", None)
            request.upload_refusal = getattr(request, "upload_refusal", None)
            return view(request, *args, **kwargs)

        largest = settings.UPLOAD_LARGEST_BYTES + FORM_BYTES
        receiving.takes_files = TakesFiles(largest, lambda request: UploadHandler(request, begin))
        return receiving

    return decorate


class ReceivingMiddleware:
    """Stands before the form protection: who is not admitted to a view that takes files has no byte read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        takes = getattr(view, "takes_files", None)
        if takes is None or request.method != "POST":
            return None
        refusal = admitted(request, kwargs["force"], view.access)
        if refusal is None:
            request.upload_handlers = [takes.handler(request)]
        return refusal


class UploadHandler(FileUploadHandler):
    """Hands the pieces of each file to the reading; no file object ever comes of it."""

    chunk_size = PIECE

    def __init__(self, request, begin):
        super().__init__(request)
        self.begin, self.receiving, self.parser = begin, None, None
        request.upload = request.upload_refusal = None

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """The form as Django reads it, with a parser we know, so that the fields before a file can be asked for."""
        body = Counted(input_data)
        self.parser = MultiPartParser(META, body, [Pieces(self)], encoding)
        try:
            answer = self.parser.parse()
            if body.count < content_length:
                self.break_off()
            self.finish()
        except BaseException:
            self.break_off()
            raise
        return answer

    def file_begins(self, name):
        if self.receiving is None:
            self._begin()
        self.receiving.open(name)

    def _begin(self):
        """Before the first byte of the first file: the form's token, then whether these files may come in."""
        fields = self.parser._post
        if not token_is_right(self.request, fields):
            raise StopUpload(connection_reset=True)  # Django's own check of the form answers
        try:
            upload = self.begin(self.request, self.request.force, fields)
            if upload is None:
                raise StopUpload
            self.receiving = Receiving(upload, apart=settings.UPLOADS_READ_APART)
        except ImportRefused as refusal:
            self._refuse(refusal)
        except JobProblem as problem:
            self._refuse(refuse("", str(problem), ""))

    def _refuse(self, refusal):
        self.request.upload_refusal = refusal
        raise StopUpload  # the rest of the body goes by, so that the browser shows the answer

    def piece_arrives(self, piece):
        try:
            self.receiving.feed(piece)
        except UploadEnded:
            self.break_off()
            raise StopUpload(connection_reset=True) from None

    def finish(self):
        """All has arrived."""
        if self.receiving:
            try:
                self.request.upload = self.receiving.finish(by=self.request.user)
            except UploadEnded:
                self.break_off()

    def break_off(self):
        if self.receiving:
            upload, receiving = self.receiving.upload, self.receiving
            self.receiving = None
            receiving.break_off()
            upload.refresh_from_db()
            self.request.upload = upload


class Counted:
    """A stream that knows how much of it was read: less than was announced means that the sender has gone."""

    def __init__(self, stream):
        self.stream, self.count = stream, 0

    def read(self, *args):
        data = self.stream.read(*args)
        self.count += len(data)
        return data


class Pieces(FileUploadHandler):
    """What the parser calls: it knows nothing but the handler that owns it."""

    chunk_size = PIECE

    def __init__(self, owner):
        super().__init__()
        self.owner = owner

    def new_file(self, field_name, file_name, *args, **kwargs):
        self.owner.file_begins(file_name)

    def receive_data_chunk(self, raw_data, start):
        self.owner.piece_arrives(raw_data)

    def file_complete(self, file_size):
        self.owner.receiving.close()

    def upload_interrupted(self):
        self.owner.break_off()


def token_is_right(request, fields):
    """Whether the form carries its protection's token, asked before a file is read."""
    kept = getattr(request, "_post", None)
    request._post = fields
    try:
        return CsrfViewMiddleware(lambda request: None).process_view(request, _no_view, (), {}) is None
    finally:
        if kept is None:
            del request._post
        else:
            request._post = kept


def _no_view(request):
    """A view without exemption."""
