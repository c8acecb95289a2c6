"""Whatever is typed, pasted or forged: a place or a sentence, never an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apprentissage.territories.places import look_up, place_for_key, suggest

pytestmark = pytest.mark.django_db

ANY_TEXT = st.text(max_size=130) | st.text(alphabet="aestlrn '-()0123456789@,.%_\\\x00éÉœſİ", max_size=40)
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CALM
@given(text=ANY_TEXT, key=ANY_TEXT)
def test_any_text_gives_a_place_or_a_sentence(text, key):
    found = look_up(text, key)

    assert found.place or found.problem or not text.strip()
    assert not (found.place and found.problem)


@CALM
@given(text=ANY_TEXT)
def test_any_text_may_be_typed_for_suggestions(text):
    assert len(suggest(text)) <= 8


@CALM
@given(latitude=st.floats(), longitude=st.floats())
def test_any_position_is_a_place_within_the_world_or_nothing(latitude, longitude):
    place = place_for_key(f"@{latitude},{longitude}")

    assert place is None or (abs(place.centre.y) <= 90 and abs(place.centre.x) <= 180)
