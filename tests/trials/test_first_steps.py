from django.urls import reverse

from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.ownership import owned_by
from tests.people import NOW, make_person
from tests.trials.world import published_run
from trials.first_steps import hand_over_all, listing


def test_owner_is_told_the_next_step(force, lead, plan):
    texts = [item.text for item in awaiting(force, lead, "lead", NOW)]
    assert any("is not sealed: seal it" in text for text in texts)


def test_evaluator_is_told_of_a_result(force, evaluator, sealed):
    published_run(sealed)
    found = [item for item in awaiting(force, evaluator, "evaluator", NOW) if "result" in item.text]
    assert found[0].url == reverse("trials:trial", args=[force.slug, sealed.trial_id])


def test_leaver_hands_over_every_trial(force, lead, trial):
    next_owner = make_person("next", force, "lead")
    assert [(kind.key, number) for kind, number in owned_by(lead, [force])] == [("trials", 1)]
    assert hand_over_all(lead, next_owner, force, NOW, "tests") == 1
    assert owned_by(lead, [force]) == []


def test_safeguards_can_be_about_a_trial(force, trial):
    assert listing(force) == [(trial.pk, trial.title)]
