from retrieval.cohort.measures.controls import warning_light

HOLDS, EXCLUDES = (0.8, 1.3), (1.1, 1.9)


def test_light_turns_with_the_chance_of_so_many_failures() -> None:
    assert warning_light([HOLDS] * 20).light == "green"
    assert warning_light([HOLDS] * 19 + [EXCLUDES]).light == "green"
    assert warning_light([HOLDS] * 17 + [EXCLUDES] * 3).light == "amber"
    assert warning_light([HOLDS] * 15 + [EXCLUDES] * 5).light == "red"


def test_nothing_tested_is_not_green() -> None:
    assert warning_light([]).light == "dark"
