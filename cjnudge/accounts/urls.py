from django.urls import path

from cjnudge.accounts.views import (
    first_page,
    installation,
    invited,
    inviting,
    leaving,
    passwords,
    people,
    sign_in,
    unit_changes,
    unit_files,
    units,
)

app_name = "accounts"

FORCE = "forces/<slug:force>/"
PERSON = FORCE + "people/<uuid:membership>/"
INVITATION = FORCE + "invitations/<uuid:invitation>/"
UNIT = FORCE + "units/<uuid:unit>/"

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("signed-out/", sign_in.signed_out, name="signed_out"),
    path("password/", passwords.own_password, name="own_password"),
    path("password/forgotten/", passwords.forgotten_password, name="forgotten_password"),
    path("password/sent/", passwords.link_sent, name="link_sent"),
    path("password/new/<str:uid>/<str:token>/", passwords.new_password, name="new_password"),
    path("invitations/<str:token>/", invited.invitation, name="invitation"),
    path("installation/", installation.installation, name="installation"),
    path("installation/forces/add/", installation.force_add, name="force_add"),
    path("installation/forces/<slug:slug>/", installation.force_appoint, name="force_appoint"),
    path(FORCE, first_page.force_page, name="force"),
    path(FORCE + "people/", people.people, name="people"),
    path(FORCE + "people/invite/", inviting.invite, name="invite"),
    path(PERSON, people.person, name="person"),
    path(PERSON + "password-link/", people.send_password_link, name="send_password_link"),
    path(PERSON + "hand-over/", leaving.hand_over_person, name="hand_over"),
    path(PERSON + "end/", leaving.end_person, name="end_person"),
    path(INVITATION + "send-again/", inviting.send_again, name="send_again"),
    path(INVITATION + "withdraw/", inviting.withdraw, name="withdraw"),
    path(FORCE + "units/", units.units, name="units"),
    path(FORCE + "units/add/", units.unit_add, name="unit_add"),
    path(FORCE + "units/upload/", unit_files.unit_upload, name="unit_upload"),
    path(FORCE + "units/template.csv", unit_files.unit_template, name="unit_template"),
    path(UNIT, units.unit, name="unit"),
    path(UNIT + "correct/", units.unit_edit, name="unit_edit"),
    path(UNIT + "move/", unit_changes.unit_move, name="unit_move"),
    path(UNIT + "merge/", unit_changes.unit_merge, name="unit_merge"),
    path(UNIT + "close/", unit_changes.unit_close, name="unit_close"),
    path(UNIT + "reopen/", units.unit_reopen, name="unit_reopen"),
]
