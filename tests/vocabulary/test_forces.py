from collections import Counter

import pytest

from app.vocabulary.forces import forces, nearest_forces, resolve, search


def test_the_register_holds_the_43_territorial_forces_in_alphabetical_order() -> None:
    register = forces()

    assert len(register) == 43
    assert list(register) == sorted(register)
    assert all(force.id == id_ for id_, force in register.items())


def test_39_forces_are_english_and_4_welsh() -> None:
    assert Counter(force.country for force in forces().values()) == {"England": 39, "Wales": 4}


def test_no_two_forces_share_an_ons_code_or_a_name() -> None:
    assert len({force.ons_code for force in forces().values()}) == 43
    assert len({force.name for force in forces().values()}) == 43


@pytest.mark.parametrize("id_", forces())
def test_every_spelling_of_a_force_names_that_force_and_no_other(id_: str) -> None:
    force = forces()[id_]

    assert {resolve(spelling) for spelling in force.spellings} == {force}


@pytest.mark.parametrize(
    "spelling", ["leicestershire", "LEICESTERSHIRE  police", "E23000021", "e23000021", "Leicestershire, Police!"]
)
def test_case_spaces_and_punctuation_do_not_matter_to_a_name(spelling: str) -> None:
    assert resolve(spelling) is forces()["leicestershire"]


@pytest.mark.parametrize("name", ["", "Brackshire Police", "police"])
def test_a_name_that_no_force_has_resolves_to_none(name: str) -> None:
    assert resolve(name) is None


@pytest.mark.parametrize("words", ["leicestershire", "Leicester", "RUTLAND", "E23000021"])
def test_a_search_finds_a_force_by_part_of_its_name_its_places_or_its_code(words: str) -> None:
    assert forces()["leicestershire"] in search(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Caerdydd", {"south-wales"}),
        ("abertawe", {"south-wales"}),
        ("Ynys Môn", {"north-wales"}),
        ("ynys mon", {"north-wales"}),
        ("Wrecsam", {"north-wales"}),
        ("Casnewydd", {"gwent"}),
        ("Sir Gâr", {"dyfed-powys"}),
        ("Tyddewi", {"dyfed-powys"}),
        ("Ceredigion", {"dyfed-powys"}),
        ("Cernyw", {"devon-and-cornwall"}),
        ("Cymru", {"dyfed-powys", "gwent", "north-wales", "south-wales"}),
        ("Isle of Sheppey", {"kent"}),
    ],
)
def test_a_search_finds_forces_by_welsh_names_and_islands(words: str, found: set[str]) -> None:
    assert {force.id for force in search(words)} == found
    assert found >= set(nearest_forces(words))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("london", {"city-of-london", "metropolitan"}),
        ("Newport", {"gwent", "hampshire"}),
        ("London Luton", {"bedfordshire"}),
    ],
)
def test_a_whole_name_goes_before_a_part_of_one(words: str, found: set[str]) -> None:
    assert {force.id for force in search(words)} == found


def test_a_search_for_what_no_force_has_finds_nothing() -> None:
    assert search("Brackshire") == []


@pytest.mark.parametrize("typed", ["leicestershir", "Leicstershire Police", "leicester-shire"])
def test_the_nearest_forces_of_a_misspelt_name_begin_with_the_one_meant(typed: str) -> None:
    near = nearest_forces(typed)

    assert near[0] == "leicestershire"
    assert len(near) == len(set(near)) <= 3


def test_a_name_like_no_other_has_no_nearest_force() -> None:
    assert nearest_forces("zzzzzzzz") == []
