"""What the route matrix needs of the surveys: an instrument, waves, and a way in that leads nowhere."""

from surveys.operations.replying import write_reply
from surveys.operations.stations import make_code
from tests.people import NOW
from tests.surveys.authoring.drafts import of_the_matrix
from tests.surveys.release.payloads import sample_payload
from tests.surveys.results.released import release
from tests.surveys.texts.written import check, closed, texts_of
from tests.surveys.waves import draft, held_session, launched, made_up_wave


def build(world):
    world["survey_instrument"] = "oocr_com_b"
    world["survey_instrument_version"] = 1
    # No survey is behind them: what a link or a code answers depends on the day, and is tested with one.
    world["survey_token"] = "no-such-token"
    world["survey_code"] = "NNNNNNNN"
    world["survey_page"] = 1
    world.update(of_the_matrix(world.force, world.people["lead"]))
    build_waves(world)


def build_waves(world):
    """A wave that is being set up, with a code, and one that is open."""
    lead = world.people["lead"]
    being_set_up = draft(world.force, lead)
    code = make_code(wave=being_set_up, area="North", kind="station", headcount=20, by=lead, at=NOW)
    world.update(wave=str(being_set_up.pk), wave_step="mode", wave_code=str(code.pk))
    world["wave_made_up"] = str(made_up_wave(being_set_up, lead).pk)
    world.update(
        training_session=str(held_session(world.force, lead).pk), cases_key="knowledge", cases_version=1
    )
    world["wave_open"] = str(launched(world.force, lead, code=True).pk)
    build_texts(world)


def build_texts(world):
    """A closed wave with texts: lead and evaluator have let all but one through, which waits."""
    lead, evaluator = world.people["lead"], world.people["evaluator"]
    with_texts = closed(world.force, lead)
    waiting, *others = texts_of(with_texts)
    for text in others:
        check(with_texts, text, lead, evaluator)
    build_results(world, with_texts)
    world.update(wave_closed=str(with_texts.pk), text=str(others[0].pk), text_waiting=str(waiting.pk))
    line = write_reply(wave=with_texts, said="Too many forms.", did="Two are gone.", by=lead, at=NOW)
    world["reply"] = str(line.pk)


def build_results(world, wave):
    """Results of a closed wave: one release, one picture, one table."""
    payload = sample_payload()
    payload["sections"] = payload["sections"][:1]
    world["release"] = release(wave, payload).number
    world.update(results_chart="response-by_unit", results_section="response", results_table="by_unit")
