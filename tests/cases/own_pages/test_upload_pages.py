"""From the choice of a kind of file to the snapshot it became, or to what is to be mended."""

import csv
import io
import re

import pytest
from django.core.files.base import ContentFile

from cjnudge.cases.models import Snapshot, Upload
from cjnudge.cases.operations.uploading import begin_upload
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW

from .conftest import COLUMNS, Lead, text

pytestmark = pytest.mark.django_db
HEADER = ",".join(COLUMNS)
ABOUT = {"as_at_day": "30", "as_at_month": "9", "as_at_year": "2025", "rehearsal_only": "on"}


def case(number, result="Community resolution", team="Watford A", identified="05/01/2025"):
    return f"41/{number:06}/25,Blenkinsop,20/{number:07}A,{identified},{result},20/01/2025,{team}"


def file_of(*records, name="cases.csv"):
    return ContentFile("\n".join([HEADER, *records]).encode() + b"\n", name=name)


def uploaded(desk, mapping, *records, **about):
    """The Upload that the form made of a file of these records."""
    answer = desk.post("upload_cases", mapping.pk, **ABOUT | about, files=file_of(*records))
    assert answer.status_code == 302, text(answer)
    return Upload.scoped.for_force(desk.force).order_by("-started_at").first()


def imported(desk, upload):
    run_job(upload.job_id)
    upload.refresh_from_db()
    assert upload.state == "imported", upload.findings
    return upload


def test_first_question_leads_to_the_page_that_takes_such_files(at_desk):
    page = text(at_desk.get("upload"))
    assert "Set up a mapping" in page and "read with" not in page
    mapping = at_desk.ready()
    assert "An extract of cases, read with “Athena”" in text(at_desk.get("upload"))
    sent = at_desk.get("upload", kind=f"mapping-{mapping.pk}")
    assert sent["Location"] == at_desk.address("upload_cases", mapping.pk)
    sent = at_desk.get("upload", kind="feed-unit_counts")
    assert sent["Location"] == at_desk.address("upload_counts", "unit_counts")
    assert "Choose what kind of file it is." in text(at_desk.get("upload", kind=""))
    assert "Choose one of these kinds." in text(at_desk.get("upload", kind="feed-../x"))


def test_unfinished_mapping_takes_no_file(at_desk):
    mapping = at_desk.set_up()
    assert f"mapping-{mapping.pk}" not in at_desk.get("upload").content.decode()
    answer = at_desk.post("upload_cases", mapping.pk, **ABOUT, files=file_of(case(1)))
    assert answer.status_code == 302 and answer["Location"] == at_desk.address("mapping", mapping.pk)
    assert not Upload.scoped.for_force(at_desk.force).exclude(state="refused").exists()


def test_sound_file_becomes_a_snapshot(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, *(case(n) for n in range(1, 41)), title_of="January")
    page = text(at_desk.get("one_upload", upload.pk))
    assert "Waiting to be stored" in page and "Waiting for a worker" in page and "Cancel the upload" in page
    upload = imported(at_desk, upload)
    snapshot = Snapshot.scoped.for_force(at_desk.force).get()
    page = text(at_desk.get("one_upload", upload.pk))
    assert "They became the snapshot January" in page and "Rehearsal only" in page and "40 rows" in page
    assert upload.snapshot == snapshot and "Cancel" not in page
    assert "January" in text(at_desk.get("uploads"))


def test_same_file_again_is_said_to_be_known(at_desk):
    mapping = at_desk.ready()
    imported(at_desk, uploaded(at_desk, mapping, case(1)))
    again = imported(at_desk, uploaded(at_desk, mapping, case(1)))
    assert "brought in before" in text(at_desk.get("one_upload", again.pk))
    assert Snapshot.scoped.for_force(at_desk.force).count() == 1


def test_refusal_says_where_why_and_what_to_do_and_repeats_no_cell(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, case(1), case(2, identified="31/02/2025"))
    assert upload.state == "refused"
    page = at_desk.get("one_upload", upload.pk)
    for words in (
        "Nothing was stored.",
        "Date Identified",
        "3",
        "There is no such day.",
        "Upload the mended file",
    ):
        assert words in text(page)
    assert "31/02/2025" not in text(page) and "Blenkinsop" not in text(page)
    rows = list(csv.reader(io.StringIO(downloaded(at_desk, upload))))
    assert rows[0] == ["File", "Line", "Column", "What is wrong", "What to do"]
    assert rows[1][:3] == ["cases.csv", "3", "Date Identified"]


def downloaded(desk, upload):
    return desk.get("upload_refusals", upload.pk).content.decode()


def test_first_hundred_refusals_are_shown_and_the_others_counted(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, *(case(n, identified="") for n in range(1, 151)))
    page = at_desk.get("one_upload", upload.pk)
    assert "The first 100 of 150 problems" in text(page)
    assert len(downloaded(at_desk, upload).splitlines()) == 101


def test_unknown_labels_are_listed_with_counts_and_lead_to_their_mapping(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(
        at_desk,
        mapping,
        *(case(n, "Comm Res") for n in (1, 2, 3)),
        *(case(n, "Zwischenbescheid") for n in range(6, 12)),
        case(5),
    )
    page = at_desk.get("one_upload", upload.pk)
    assert "Labels that the mapping does not know" in text(page)
    assert re.search("Outcome Zwischenbescheid 6 .*Outcome Comm Res fewer than 5 ", text(page))
    link = re.search(r'href="([^"]+)"[^>]*>Map these labels', page.content.decode())[1]
    index = text(at_desk.client.get(link))
    assert "2 to map" in index and "Upload the file again" in index


def test_label_that_may_be_a_name_is_not_repeated_and_the_way_is_shown(at_desk):
    mapping = at_desk.ready()
    page = at_desk.get("one_upload", uploaded(at_desk, mapping, case(1, "Jane Blenkinsop")).pk)
    assert "Blenkinsop" not in text(page) and "what the labels mean in this mapping" in text(page)


def test_file_for_a_mapping_of_another_force_is_not_received(at_desk, client, other_force, other_lead):
    mapping = at_desk.ready()
    client.force_login(other_lead)
    theirs = Lead(client, other_force)
    assert theirs.post("upload_cases", mapping.pk, **ABOUT, files=file_of(case(1))).status_code == 404
    assert not Upload.objects.exists()


def test_mended_file_goes_through(at_desk):
    mapping = at_desk.ready()
    uploaded(at_desk, mapping, case(1, identified="31/02/2025"))
    assert imported(at_desk, uploaded(at_desk, mapping, case(1)))


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"as_at_year": ""}, "The date must include a year."),
        ({"as_at_year": "2999"}, "cannot lie ahead"),
        ({"as_at_day": "", "as_at_month": "", "as_at_year": ""}, "Answer the question: Which day"),
        ({"title_of": "x" * 201}, "at most 200 characters"),
        ({"title_of": "a\u202eb"}, "cannot be seen"),
        ({"added_to": "x"}, None),
    ],
)
def test_faulty_form_takes_no_byte_of_the_file(at_desk, about, words):
    mapping = at_desk.ready()
    answer = at_desk.post("upload_cases", mapping.pk, **ABOUT | about, files=file_of(case(1)))
    assert words is None or (answer.status_code == 200 and words in text(answer))
    assert words is None or not Upload.scoped.for_force(at_desk.force).exists()


def test_form_without_a_file_asks_for_one(at_desk):
    mapping = at_desk.ready()
    answer = at_desk.post("upload_cases", mapping.pk, **ABOUT)
    assert answer.status_code == 200 and "Choose the files to upload." in text(answer)


def test_real_data_without_a_safeguards_record_are_refused_with_the_way_out(at_desk):
    mapping = at_desk.ready()
    about = {key: value for key, value in ABOUT.items() if key != "rehearsal_only"}
    answer = at_desk.post("upload_cases", mapping.pk, **about, files=file_of(case(1)))
    assert "No safeguards record covers this data set" in text(answer)
    assert "Complete one first, or upload them as “rehearsal only”" in text(answer)
    assert not Upload.scoped.for_force(at_desk.force).exists()


def test_practice_space_takes_files_that_are_said_to_be_made_up(client, practice, lead):
    client.force_login(lead)
    desk = Lead(client, practice)
    mapping = desk.ready()
    about = {key: value for key, value in ABOUT.items() if key != "rehearsal_only"}
    answer = desk.post("upload_cases", mapping.pk, **about, files=file_of(case(1)))
    assert "Tick the box: These files are made up" in text(answer) and "Rehearsal only" not in text(answer)
    upload = imported(desk, uploaded(desk, mapping, case(1), rehearsal_only="", is_synthetic="on"))
    assert upload.synthetic and upload.snapshot.synthetic
    for page in (desk.get("one_upload", upload.pk), desk.get("uploads"), desk.get("snapshots")):
        assert "Synthetic data" in text(page) and "everything here is synthetic" in text(page)


def test_counts_are_brought_in_by_the_same_page(at_desk):
    answer = at_desk.get("upload_counts", "unit_counts")
    assert "Follow" in text(answer) or "followed" in text(answer)
    file = ContentFile(b"unit,month,outcome_types,n\nA,2024-01,8,30\nA,2024-01,1,70\n", name="units.csv")
    about = ABOUT | {"follow_up_days": "0"}
    assert "Write a number of days from 1 to 730." in text(
        at_desk.post("upload_counts", "unit_counts", **about, files=file)
    )
    file.seek(0)
    sent = at_desk.post("upload_counts", "unit_counts", **about | {"follow_up_days": "120"}, files=file)
    assert sent.status_code == 302
    upload = imported(at_desk, Upload.scoped.for_force(at_desk.force).get())
    assert upload.snapshot.feed == "unit_counts" and upload.snapshot.total == 100
    for wrong in ("case_extract", "nothing"):
        assert at_desk.get("upload_counts", wrong).status_code == 404


def test_files_are_added_to_an_earlier_snapshot(at_desk):
    mapping = at_desk.ready()
    first = imported(at_desk, uploaded(at_desk, mapping, case(1), title_of="January"))
    assert "January, as at 30 September 2025" in text(at_desk.get("upload_cases", mapping.pk))
    both = imported(at_desk, uploaded(at_desk, mapping, case(2), added_to=str(first.snapshot_id)))
    assert (first.snapshot.rows, both.snapshot.rows) == (1, 2)
    assert "Added to January" in text(at_desk.get("one_upload", both.pk))


def test_cancelling_asks_first_and_names_what_is_lost(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, case(1))
    page = text(at_desk.get("cancel_upload", upload.pk))
    assert "cases.csv" in page and "1 row" in page and "cannot be undone" in page
    answer = at_desk.client.post(at_desk.address("cancel_upload", upload.pk), follow=True)
    assert "Cancelled. Nothing of it was stored." in text(answer)
    upload.refresh_from_db()
    assert upload.state == "cancelled" and Job.objects.get(pk=upload.job_id).state == "cancelled"
    again = at_desk.client.post(at_desk.address("cancel_upload", upload.pk), follow=True)
    assert "It had already ended" in text(again)
    assert at_desk.get("cancel_upload", upload.pk).status_code == 302


def test_page_of_a_stopped_job_says_so_and_asks_no_more(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, case(1))
    Job.objects.filter(pk=upload.job_id).update(state="parked", problem="It failed three times.")
    page = at_desk.get("one_upload", upload.pk)
    assert "job that stopped" in text(page) and "hx-trigger" not in page.content.decode()


def test_htmx_gets_the_progress_alone_and_the_whole_page_at_the_end(at_desk):
    mapping = at_desk.ready()
    upload = uploaded(at_desk, mapping, case(1))
    address, asked = at_desk.address("one_upload", upload.pk), {"HTTP_HX_REQUEST": "true"}
    part = at_desk.client.get(address, **asked)
    assert "<html" not in part.content.decode() and "HX-Refresh" not in part
    imported(at_desk, upload)
    assert at_desk.client.get(address, **asked)["HX-Refresh"] == "true"


def test_htmx_form_is_led_to_the_page_of_the_upload(at_desk):
    mapping = at_desk.ready()
    data = ABOUT | {"files": file_of(case(1))}
    answer = at_desk.client.post(at_desk.address("upload_cases", mapping.pk), data, HTTP_HX_REQUEST="true")
    upload = Upload.scoped.for_force(at_desk.force).get()
    assert answer.status_code == 200 and answer["HX-Redirect"] == at_desk.address("one_upload", upload.pk)


def test_receiving_upload_tells_how_much_has_arrived(at_desk, lead):
    upload = begin_upload(
        force=at_desk.force, feed="unit_counts", door="page", by=lead, at=NOW, rehearsal_only=True,
        options={"follow_up_days": "120"}, bytes_expected=5 << 20,
    )  # fmt: skip
    Upload.scoped.for_force(at_desk.force).update(bytes_received=2 << 20)
    page = text(at_desk.get("one_upload", upload.pk))
    assert "The files are arriving: 2.0 MB of 5.0 MB so far." in page
    Upload.scoped.for_force(at_desk.force).update(state="interrupted")
    page = text(at_desk.get("one_upload", upload.pk))
    assert "The connection ended before all had arrived" in page and "Upload again" in page


def test_list_has_pages_and_says_what_an_empty_one_is_for(at_desk, lead, evaluator, client):
    assert "No upload yet" in text(at_desk.get("uploads")) and "Upload files" in text(at_desk.get("uploads"))
    Upload.objects.bulk_create(
        Upload(
            force=at_desk.force,
            feed="unit_counts",
            door="inbox",
            state="interrupted",
            started_at=NOW,
            heard_at=NOW,
        )
        for _ in range(26)
    )
    assert "Uploads 1 to 25 of 26" in text(at_desk.get("uploads"))
    assert "Uploads 26 to 26 of 26" in text(at_desk.client.get(at_desk.address("uploads"), {"page": "2"}))
    assert at_desk.client.get(at_desk.address("uploads"), {"page": "x"}).status_code == 200
    client.force_login(evaluator)
    assert "Upload files" not in text(at_desk.get("uploads"))


def test_data_page_says_what_to_do_next(at_desk, client, evaluator):
    assert "Set up a mapping" in text(at_desk.get("snapshots"))
    mapping = at_desk.ready()
    assert "A mapping is set up: upload the extract" in text(at_desk.get("snapshots"))
    imported(at_desk, uploaded(at_desk, mapping, case(1), title_of="January"))
    page = text(at_desk.get("snapshots"))
    assert "January" in page and "Bring data in" in page and "Mappings" in page and "Uploads" in page
    client.force_login(evaluator)
    assert "Bring data in" not in text(at_desk.get("snapshots"))


def test_practice_space_is_cleared_of_what_was_uploaded_into_it(client, practice, lead):
    client.force_login(lead)
    desk = Lead(client, practice)
    mapping = desk.ready()
    made_up = {"rehearsal_only": "", "is_synthetic": "on"}
    first = imported(desk, uploaded(desk, mapping, case(1), **made_up))
    imported(desk, uploaded(desk, mapping, case(2), added_to=str(first.snapshot_id), **made_up))
    assert "2 synthetic snapshots deleted." in text(client.post(desk.address("clear_practice"), follow=True))
    assert not Snapshot.scoped.for_force(practice).exists() and not Upload.scoped.for_force(practice).exists()


def test_snapshot_that_an_upload_is_being_added_to_is_kept(client, practice, lead):
    client.force_login(lead)
    desk = Lead(client, practice)
    mapping = desk.ready()
    made_up = {"rehearsal_only": "", "is_synthetic": "on"}
    first = imported(desk, uploaded(desk, mapping, case(1), **made_up))
    uploaded(desk, mapping, case(2), added_to=str(first.snapshot_id), **made_up)
    page = text(client.post(desk.address("clear_practice"), follow=True))
    assert "is kept: a comparison or an upload in this practice space uses it." in page
    first.refresh_from_db()
    assert first.snapshot is not None
