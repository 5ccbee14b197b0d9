"""A form that needs the first line of a file: the rest goes by, however long it is, and nothing is written."""

import io

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from cjnudge.arriving import TakesFiles
from cjnudge.cases.reading.header_lines import FIRST_BYTES


class FirstBytes(FileUploadHandler):
    """Keeps the first bytes of each file in memory and forgets the others as they come."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = b""

    def receive_data_chunk(self, raw_data, start):
        self.kept += raw_data[: max(0, FIRST_BYTES - len(self.kept))]

    def file_complete(self, file_size):
        return InMemoryUploadedFile(
            file=io.BytesIO(self.kept),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=len(self.kept),
            charset=self.charset,
        )


def takes_first_lines(view):
    """Marks a view whose form reads the first line of a file, of any size that an upload may have."""
    view.takes_files = TakesFiles(settings.UPLOAD_LARGEST_BYTES, FirstBytes)
    return view
