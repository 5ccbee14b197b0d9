"""Files in a request: refused everywhere, but by the views that say they take them.

A view that takes small files carries `@takes_small_files`; one that reads a large file as it arrives carries the
decorator of its own app, which gives it `takes_files`. Django would otherwise write any file that anybody sends to
a temporary folder before the view is asked.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler, SkipFile
from django.urls import Resolver404, resolve


@dataclass(frozen=True)
class TakesFiles:
    """How a view takes files: the largest body in bytes, and handler(request) for Django to hand the files to."""

    largest: int
    handler: object


class RefuseFiles(FileUploadHandler):
    """Lets the bytes of a file go by; the rest of the form is read as ever."""

    def new_file(self, *args, **kwargs):
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def takes_small_files(view):
    """Marks a view whose form has a small file: it is kept in memory, within the limit of every body."""
    view.takes_files = TakesFiles(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, MemoryFileUploadHandler)
    return view


def largest_body(request):
    """The most bytes that the body of this request may have, by the view that it is for."""
    try:
        takes = getattr(resolve(request.path_info).func, "takes_files", None)
    except Resolver404:
        takes = None
    return takes.largest if takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
