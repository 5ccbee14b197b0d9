"""Receiving over HTTP: who is not admitted has no byte read, and what is read goes through the mapping alone."""

import io
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.cases.models import Upload
from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.views import receiving as receiving_views
from tests.cases.doors.extracts import case, many, text

pytestmark = pytest.mark.django_db
BOUNDARY = "a-boundary"
FIELDS = {"as_at_day": "30", "as_at_month": "9", "as_at_year": "2026", "title_of": "", "is_synthetic": "on"}


def part(name, value, filename=None):
    disposition = f'form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")
    kind = "Content-Type: text/csv\r\n" if filename else ""
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n{kind}\r\n".encode()
    return head + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"


def form(*parts, end=True):
    return b"".join(parts) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def fields(**changed):
    return [part(name, value) for name, value in (FIELDS | changed).items() if value is not None]


class Watched(io.BytesIO):
    """A request's body that knows how much of it was read."""

    def __init__(self, content):
        super().__init__(content)
        self.size = len(content)

    @property
    def was_read(self):
        return self.tell() > 0


def send(client, url, body, length=None, **headers):
    stream = Watched(body)
    return client.generic(
        "POST", url, **meta(stream, len(body) if length is None else length), **headers
    ), stream


def meta(stream, length):
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return {"wsgi.input": stream, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": kind}


@pytest.fixture
def url(practice, mapping):
    return reverse("cases:upload_cases", args=[practice.slug, mapping.mapping_id])


@pytest.fixture
def signed_in(lead):
    client = Client()
    client.force_login(lead)
    begin_session(client)
    return client


def begin_session(client):
    """Stamp the session as a sign-in does."""
    from cjnudge.accounts.sessions import BEGAN, SEEN, seconds_now

    session = client.session
    session[BEGAN] = session[SEEN] = seconds_now()
    session.save()


FILE = part("files", many(20), "january.csv")


def test_form_with_a_file_becomes_a_received_upload(signed_in, url, incoming):
    answer, _ = send(signed_in, url, form(*fields(), FILE))
    upload = Upload.objects.get()
    assert answer.status_code == 302 and str(upload.pk) in answer["Location"]
    assert (upload.state, upload.files[0]["rows"], upload.files[0]["name"]) == ("received", 20, "january.csv")
    assert len(incoming()) == 1 and incoming()[0].endswith(".parquet")


def test_several_files_are_one_upload(signed_in, url):
    other = part("files", text(case(40)), "february.csv")
    send(signed_in, url, form(*fields(), FILE, other))
    assert [file["rows"] for file in Upload.objects.get().files] == [20, 1]


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 302), ("officer", 403), ("evaluator", 403), ("other_lead", 404)]
)
def test_who_is_not_admitted_has_no_byte_read(request, who, status, url):
    client = Client()
    if who != "nobody":
        client.force_login(request.getfixturevalue(who))
        begin_session(client)
    answer, stream = send(client, url, form(*fields(), FILE))
    assert answer.status_code == status and not stream.was_read
    assert not Upload.objects.exists()


def test_without_the_middleware_the_form_protection_would_read_the_file_first(officer, url, settings):
    """Control: the same request, the middleware taken out, is read whole before it is refused."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("ReceivingMiddleware")]
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    begin_session(client)
    client.cookies["csrf"] = "a" * 32
    assert send(client, url, form(*fields(), FILE))[1].was_read


def test_form_without_its_token_is_refused_before_the_file_is_parsed(lead, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    begin_session(client)
    with mock.patch.object(receiving_views, "Receiving") as receiving:
        answer, _ = send(client, url, form(*fields(), FILE))
    assert answer.status_code == 403 and not receiving.called and not Upload.objects.exists()


def test_form_with_its_token_is_received(lead, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    begin_session(client)
    client.get(url)
    token = client.cookies["csrf"].value
    answer, _ = send(client, url, form(part("csrfmiddlewaretoken", token), *fields(), FILE))
    assert answer.status_code == 302 and Upload.objects.get().state == "received"


def test_faulty_form_shows_its_errors_and_begins_nothing(signed_in, url):
    answer, _ = send(signed_in, url, form(*fields(as_at_year="2099"), FILE))
    assert answer.status_code == 200 and "cannot lie ahead" in answer.content.decode()
    assert not Upload.objects.exists()


def test_fields_behind_the_file_come_too_late(signed_in, url):
    answer, _ = send(signed_in, url, form(FILE, *fields()))
    assert answer.status_code == 200 and not Upload.objects.exists()


def test_faulty_file_leads_to_its_refusals(signed_in, url, incoming):
    wrong = part("files", text(case(1, outcome="Nothing we know")), "january.csv")
    answer, _ = send(signed_in, url, form(*fields(), wrong))
    upload = Upload.objects.get()
    assert answer.status_code == 302 and upload.state == "refused" and incoming() == []


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.999])
def test_sender_that_goes_away_leaves_an_interrupted_upload(signed_in, url, incoming, kept):
    body = form(*fields(), part("files", many(3000), "january.csv"))
    send(signed_in, url, body[: int(len(body) * kept)], length=len(body))
    assert Upload.objects.get().state == "interrupted" and incoming() == []


def test_sender_that_goes_away_between_two_files_leaves_an_interrupted_upload(signed_in, url):
    first = form(*fields(), FILE, end=False) + f"--{BOUNDARY}\r\nContent-Dis".encode()
    whole = form(*fields(), FILE, part("files", many(5), "february.csv"))
    send(signed_in, url, first, length=len(whole))
    assert Upload.objects.get().state == "interrupted"


def test_connection_that_breaks_leaves_an_interrupted_upload(signed_in, url, incoming):
    body = form(*fields(), part("files", many(10_000), "january.csv"))

    class Broken(Watched):
        def read(self, *args):
            piece = super().read(*args)
            if self.tell() > self.size / 2:
                raise OSError("connection reset")
            return piece

    signed_in.raise_request_exception = False
    signed_in.generic("POST", url, **meta(Broken(body), len(body)))
    assert Upload.objects.get().state == "interrupted" and incoming() == []


def test_fault_of_our_own_leaves_an_interrupted_upload(signed_in, url, incoming):
    signed_in.raise_request_exception = False
    with mock.patch.object(Receiving, "close", side_effect=RuntimeError):
        answer, _ = send(signed_in, url, form(*fields(), FILE))
    assert answer.status_code == 500 and Upload.objects.get().state == "interrupted" and incoming() == []


def test_body_over_the_limit_of_its_view_is_answered_413_unread(signed_in, url, practice):
    for address, length in ((url, 2 << 30), (reverse("cases:snapshots", args=[practice.slug]), 3 << 20)):
        answer, stream = send(signed_in, address, b"x" * 100, length=length)
        assert answer.status_code == 413 and not stream.was_read


def test_large_body_is_taken_by_the_views_that_say_so_alone(signed_in, url, practice):
    large = form(*fields(), part("files", many(40_000), "january.csv"))
    assert len(large) > 3 << 20
    assert send(signed_in, url, large)[0].status_code == 302
    assert send(signed_in, reverse("accounts:unit_upload", args=[practice.slug]), large)[0].status_code == 413


def test_file_sent_to_a_page_that_takes_none_goes_by(signed_in, practice, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    seen = {}

    def look(request):
        seen.update(files=dict(request.FILES), fields=dict(request.POST))

    with mock.patch("cjnudge.accounts.views.answers.sent", side_effect=look):
        send(signed_in, reverse("cases:clear_practice", args=[practice.slug]), form(part("a", "b"), FILE))
    assert list(tmp_path.glob("*.upload*")) == []


def test_name_of_an_uploaded_file_that_could_name_somebody_is_not_kept(signed_in, url):
    send(signed_in, url, form(*fields(), part("files", many(3), "../../Jane Smith 20-1234567A.csv")))
    assert Upload.objects.get().files[0]["name"] == "file 1.csv"
