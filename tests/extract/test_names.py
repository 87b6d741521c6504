import pytest

from app.extract.names import find_names


def names_in(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It polices the M1 too.", "M1"),
        ("It polices the A1(M) too.", "A1(M)"),
        ("It takes 999 calls.", "999"),
        ("It takes 101 and other calls to 999.", "to 999"),
        ("999: 131,230", "999"),
        ("It is 82 per 1,000 people.", "per 1,000 people"),
        ("It is 82 crimes/1,000 residents.", "1,000 residents"),
        ("Of those aged 16 to 64 many work.", "aged 16 to 64"),
        ("Many are 65 years or over.", "65 years or over"),
        ("Many are sixty-five or over.", "sixty-five or over"),
        ("Some people are under five.", "under five"),
        ("The over 65s vote.", "over 65s"),
        ("Many are over 65.", "over 65"),
        ("Many are 65+.", "65+"),
        ("Those older than 65 vote.", "older than 65"),
        ("Ask the 15-year-olds.", "15-year-olds"),
        ("The 16 to 64 group works.", "16 to 64"),
        ("It opens at 10:30.", "10:30"),
        ("It opens at 5.30 p.m. daily.", "5.30 p.m"),
        ("It is among the top 20 per cent.", "top 20 per cent"),
        ("Among the 10% most deprived areas.", "10% most deprived"),
        ("Among the five percent most deprived areas.", "five percent most deprived"),
        ("The Northmarsh Policing Plan 2020 says so.", "The Northmarsh Policing Plan 2020"),
        ("Founded in 1831.", "in 1831"),
        ("It is staffed 24/7.", "24/7"),
        ("It is open seven days a week.", "seven days a week"),
        ("It met COVID-19.", "COVID-19"),
        ("It is at Level 2.", "Level 2"),
        ("It is called One Team.", "One Team"),
        ("It says so[1].", "1"),
    ],
)
def test_a_number_in_a_name_is_found_with_the_word_that_identifies_it(text: str, name: str) -> None:
    assert names_in(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "It has 999 officers.",
        "It has 1,465 or over.",
        "The ratio is 1:30.",
        "It has over 65 officers.",
        "It cost GBP5.",
        "One Hundred came.",
        "There are M1,000 of them.",
        "It has officers and staff.",
    ],
)
def test_a_number_that_counts_something_is_in_no_name(text: str) -> None:
    assert names_in(text) == []
