"""A guest evaluator: one trial, until a day, and nothing else of the force."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from cjnudge.accounts.models import Membership
from cjnudge.accounts.operations.invitations import accept_as_new_person
from cjnudge.accounts.operations.telling import tell_everyone
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from tests.people import NOW, make_person
from tests.trials.planning_world import approve, make_planned, seal, whole_plan
from trials.lifecycle import WrongState
from trials.models import Approval, Guest
from trials.operations.guests import end_guest, invite_guest
from trials.operations.planning import return_plan, write_trial_plan
from trials.plan_body import seal_of
from trials.queries.planning import standing_approval

OUTSIDE = "outside@example.org"


@pytest.fixture
def planned(force, lead):
    return make_planned(force, lead)


def invite(trial, lead, email=OUTSIDE, days=30):
    until = localdate() + timedelta(days=days)
    return invite_guest(trial=trial, email=email, expires_on=until, by=lead, at=timezone.now())


@pytest.fixture
def second(force):
    """A lead of the force who wrote nothing of the plan."""
    return make_person("second-lead", force, "lead")


@pytest.fixture
def guest(planned, second):
    """The person who took up the invitation to the trial, which came from nobody who wrote its plan."""
    return taken_up(planned[0], second)


def taken_up(trial, inviter):
    _, invitation, _ = invite(trial, inviter)
    return accept_as_new_person(
        invitation=invitation, name="Outside", password="correct horse battery", at=timezone.now()
    )


def pages_of(trial, version=1):
    where = [trial.force.slug, trial.pk]
    names = ("trial", "protocol", "protocol_docx")
    return [reverse(f"trials:{name}", args=where) for name in names] + [
        reverse("trials:plan", args=[*where, version]),
        reverse("trials:judge_plan", args=[*where, version]),
    ]


def answers(client, addresses):
    return [client.get(one).status_code for one in addresses]


def test_guest_reads_and_judges_the_plan_of_the_trial(client, planned, guest):
    client.force_login(guest)
    assert answers(client, pages_of(planned[0])) == [200] * 5
    assert "Judge the plan" in client.get(pages_of(planned[0])[0]).content.decode()


def test_guests_approval_lets_the_plan_be_sealed(planned, guest, lead):
    approve(planned[1], guest)
    assert seal(planned[1], lead).is_sealed


def test_authors_guest_may_return_the_plan_and_not_approve_it(client, planned, lead):
    own = taken_up(planned[0], lead)
    client.force_login(own)
    asked = {"draft": seal_of(planned[1].body), "judgement": "approve", "comment": "Fine."}
    page = client.post(pages_of(planned[0])[-1], asked).content.decode()
    assert f"{lead.name}, who wrote this plan or a draft of it, invited you" in page
    assert not planned[1].approvals.exists()
    return_plan(plan=planned[1], draft=asked["draft"], comment="Unclear.", by=own, at=NOW)
    assert planned[1].approvals.get().invited_by == lead


def test_approval_of_an_authors_guest_seals_nothing_however_it_came_to_be(planned, lead, second):
    draft = seal_of(planned[1].body)
    said = {"force": planned[0].force, "plan": planned[1], "draft": draft, "approves": True, "at": NOW}
    Approval.objects.create(by=make_person("own", planned[0].force, "guest"), invited_by=lead, **said)
    assert standing_approval(planned[1], draft) is None
    with pytest.raises(WrongState, match="Nobody but its authors"):
        seal(planned[1], lead)
    # The control: the same words of a guest whom somebody else invited.
    Approval.objects.create(by=make_person("free", planned[0].force, "guest"), invited_by=second, **said)
    assert standing_approval(planned[1], draft).invited_by == second and seal(planned[1], lead).is_sealed


def test_guest_may_approve_once_another_lead_has_invited_the_same_address(planned, lead, second):
    own = taken_up(planned[0], lead)
    invite(planned[0], second)
    assert approve(planned[1], own).invited_by == second


def test_inviter_who_becomes_an_author_frees_no_approval(planned, guest, second):
    approve(planned[1], guest)
    later = write_trial_plan(trial=planned[0], plan=whole_plan(exclusions="Youth."), by=second, at=NOW)
    with pytest.raises(WrongState, match="wrote this plan or a draft"):
        approve(later, guest)


def test_plan_protocol_and_seal_say_that_a_guest_approved_and_who_had_invited_them(
    client, planned, guest, lead, second
):
    approve(planned[1], guest)
    client.force_login(lead)
    where = [planned[0].force.slug, planned[0].pk]
    words = f"Outside, guest evaluator invited by {second.name},"
    assert words in client.get(reverse("trials:seal_planned", args=[*where, 1])).content.decode()
    seal(planned[1], lead)
    pages = [reverse("trials:trial", args=where), reverse("trials:plan", args=[*where, 1])]
    pages.append(reverse("trials:protocol", args=where))
    assert [page for page in pages if words not in client.get(page).content.decode()] == []


def test_guest_reads_no_other_trial_of_the_force(client, force, lead, guest):
    other, _ = make_planned(force, lead, slug="other")
    client.force_login(guest)
    assert answers(client, pages_of(other)) == [403] * 5


def test_guest_sees_nothing_after_the_last_day(client, planned, guest):
    Guest.objects.filter(email=guest.email).update(expires_on=localdate())
    client.force_login(guest)
    assert answers(client, pages_of(planned[0])) == [200] * 5
    Guest.objects.filter(email=guest.email).update(expires_on=localdate() - timedelta(days=1))
    assert answers(client, pages_of(planned[0])) == [403] * 5


def test_ended_guest_sees_nothing_and_belongs_no_more(client, planned, guest, lead):
    client.force_login(guest)
    end_guest(guest=Guest.objects.get(email=guest.email), by=lead, at=timezone.now())
    assert not Membership.objects.filter(user=guest, ended_at__isnull=True).exists()
    assert answers(client, pages_of(planned[0])[:1]) == [302]  # the session has ended too
    guest.refresh_from_db()
    client.force_login(guest)
    assert answers(client, pages_of(planned[0])) == [404] * 5


def test_guest_of_two_trials_keeps_the_other_when_one_ends(client, force, planned, guest, lead):
    other, _ = make_planned(force, lead, slug="other")
    _, invitation, token = invite(other, lead)
    assert invitation is None and token is None  # already a guest of the force
    end_guest(guest=Guest.objects.get(trial=planned[0]), by=lead, at=timezone.now())
    client.force_login(guest)
    assert answers(client, pages_of(other)) == [200] * 5
    assert answers(client, pages_of(planned[0])) == [403] * 5


def test_guest_begins_at_the_list_of_own_trials(client, planned, guest):
    client.force_login(guest)
    page = client.get("/", follow=True).content.decode()
    assert "Trials you are invited to" in page and planned[0].title in page


def test_guests_first_page_names_the_plan_to_judge_of_own_trials_alone(client, force, lead, planned, guest):
    make_planned(force, lead, slug="other")
    client.force_login(guest)
    page = client.get("/", follow=True)
    assert [item.url for item in page.context["items"]] == [pages_of(planned[0])[-1]]
    approve(planned[1], guest)
    assert client.get("/", follow=True).context["items"] == []


def test_guest_is_told_by_mail_of_the_plan_to_judge(planned, guest):
    mail.outbox.clear()
    tell_everyone(at=NOW)
    (letter,) = [one for one in mail.outbox if one.to == [guest.email]]
    assert "waits for a second person" in letter.body and pages_of(planned[0])[-1] in letter.body


def test_every_link_on_the_guests_pages_leads_somewhere_that_opens(client, planned, guest):
    client.force_login(guest)
    where = [planned[0].force.slug, planned[0].pk]
    names = ("trial", "power", "rehearsal", "reasons", "protocol", "allocation", "delivery", "trial_results")
    pages = [client.get(reverse(f"trials:{name}", args=where)).content.decode() for name in names]
    links = {
        link for page in pages for link in re.findall(r'href="(/[^"#]+)"', page) if "/static/" not in link
    }
    assert len(links) > 8
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code > 302} == {}


def test_member_of_the_force_is_no_guest(planned, evaluator, lead):
    with pytest.raises(Refused, match="needs no invitation"):
        invite(planned[0], lead, email=evaluator.email)


@pytest.mark.parametrize("days", [-1, 800])
def test_last_day_lies_ahead_and_within_two_years(planned, lead, days):
    with pytest.raises(Refused, match="two years"):
        invite(planned[0], lead, days=days)


def test_lead_invites_by_mail_without_a_figure(client, planned, lead):
    client.force_login(lead)
    until = localdate() + timedelta(days=40)
    asked = {
        "email": OUTSIDE,
        "expires_on_day": until.day,
        "expires_on_month": until.month,
        "expires_on_year": until.year,
    }
    address = reverse("trials:guests", args=[planned[0].force.slug, planned[0].pk])
    assert client.post(address, asked).status_code == 302
    assert mail.outbox[0].to == [OUTSIDE]
    assert OUTSIDE in client.get(address).content.decode()


def test_administrator_gives_nobody_the_role_of_a_guest(client, force, administrator):
    client.force_login(administrator)
    address = reverse("accounts:invite", args=[force.slug])
    page = client.get(address).content.decode()
    assert 'value="evaluator"' in page and 'value="guest"' not in page
    assert (
        client.post(
            reverse("accounts:invite", args=[force.slug]), {"email": "a@b.org", "role": "guest"}
        ).status_code
        == 200
    )


def test_membership_without_an_invitation_opens_no_trial(client, force, planned):
    client.force_login(make_person("stray", force, Role.GUEST))
    assert answers(client, pages_of(planned[0])) == [403] * 5
