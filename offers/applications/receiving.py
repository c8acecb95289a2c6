"""What happens to a file while it arrives: beyond the limit it is no longer kept, and the rest of the form is."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from offers.applications.uploads import LARGEST


class StopAtTheLimit(FileUploadHandler):
    """Stands before the handlers that keep files. A file beyond the limit is read to its end and kept nowhere."""

    chunk_size = 64 * 1024

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The same bytes, for the next handler. Past the limit, the file is skipped and its field noted."""
        self.received += len(raw_data)
        if self.received > LARGEST:
            note_too_large(self.request, self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the next handlers keep the file."""


def note_too_large(request: HttpRequest | None, field_name: str) -> None:
    """Remember that the file of a field was not kept."""
    request.META.setdefault("too_large", set()).add(field_name)  # type: ignore[union-attr]  # Django gives the request


def was_too_large(request: HttpRequest, field_name: str) -> bool:
    """Whether the file sent in a field was too large to be kept."""
    return field_name in request.META.get("too_large", ())
