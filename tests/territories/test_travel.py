import pytest

from apprentissage.territories.travel import Mode, bands, travel_times


@pytest.mark.parametrize(
    ("km", "modes"),
    [
        (0, [Mode.WALK, Mode.BICYCLE, Mode.SCOOTER, Mode.CAR]),
        (2.5, [Mode.WALK, Mode.BICYCLE, Mode.SCOOTER, Mode.CAR]),
        (2.9, [Mode.WALK, Mode.BICYCLE, Mode.SCOOTER, Mode.CAR]),
        (3.1, [Mode.BICYCLE, Mode.SCOOTER, Mode.CAR]),  # nobody walks 47 minutes to work
        (12, [Mode.SCOOTER, Mode.CAR]),
        (30, [Mode.CAR]),
        (60, []),
    ],
)
def test_a_mode_is_told_only_where_it_is_reasonable(km, modes):
    assert [time.mode for time in travel_times(km)] == modes


def test_times_are_told_in_one_phrase():
    assert bands(travel_times(2.5)) == "à pied 38\u00a0min, à vélo 15\u00a0min, scooter 9\u00a0min, voiture 9\u00a0min"


def test_the_quicker_mode_is_never_slower_beyond_the_first_kilometres():
    for km in range(4, 40):
        minutes = [time.minutes for time in travel_times(km)]
        assert minutes == sorted(minutes, reverse=True)


def test_a_trip_always_takes_at_least_a_minute():
    assert min(time.minutes for time in travel_times(0)) == 1


@pytest.mark.parametrize("km", [-1, float("nan"), float("inf")])
def test_a_senseless_distance_has_no_travel_time(km):
    assert travel_times(km) == []
