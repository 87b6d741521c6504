"""Sums by their verb and by what they are of: saved, still to be saved, spent, invested, raised, held."""

import pytest

from tests.builders import only_figure, read


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("It has made savings of £25m.", "savings_made"),
        ("Savings of £25m have been delivered.", "savings_made"),
        ("The £25m savings have been delivered.", "savings_made"),
        ("Since 2010 it has saved £25m.", "savings_made"),
        ("It has had to save £25m.", "savings_made"),
        ("It delivered £25m in savings.", "savings_made"),
        ("Some £25m worth of savings was found.", "savings_made"),
        ("Savings reached £25m.", "savings_made"),
        ("It took £25m out of the budget.", "savings_made"),
        ("Some £25m was taken out of the budget.", "savings_made"),
        ("Savings delivered since 2010: £25m.", "savings_made"),
        ("Since 2010, £25m has been identified in savings.", "savings_made"),
        ("Some £25m is identified in savings.", "savings_required"),
        ("It must find savings of £25m.", "savings_required"),
        ("It is required to make savings of £25m.", "savings_required"),
        ("It needs to save £25m.", "savings_required"),
        ("It is to save £25m.", "savings_required"),
        ("It plans savings of £25m.", "savings_required"),
        ("It needs savings, and needs £25m.", "savings_required"),
        ("It must find a further £25m by 2026.", "savings_required"),
        ("Faced with cuts, £25m of savings are required.", "savings_required"),
        ("Its savings target is £25m.", "savings_required"),
        ("Savings still to come: £25m.", "savings_required"),
        ("Savings of £25m remain to be found.", "savings_required"),
        ("The savings still to be made are £25m.", "savings_required"),
        ("It faces a funding gap of £25m.", "funding_gap"),
        ("There is a shortfall of £25m.", "funding_gap"),
        ("Of its savings, a gap of £25m remains.", "funding_gap"),
    ],
)
def test_money_that_is_saved_is_told_from_money_to_be_found(sentence: str, measure: str) -> None:
    assert [(figure.measure, int(figure.value)) for figure in read(sentence).observations] == [(measure, 25_000_000)]


def test_what_remains_of_savings_is_still_to_be_found() -> None:
    figures = read("It made savings of £8m, and £9m remains.").observations
    assert [figure.measure for figure in figures] == ["savings_made", "savings_required"]


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("It spends £130m a year.", "budget_total"),
        ("The force has £186m to spend this year.", "budget_total"),
        ("The constabulary's £131m is spent well.", "budget_total"),
        ("Policing costs each resident £164 a year.", "cost_per_head"),
        ("It will invest £5m.", "investment"),
        ("Some £5m has been invested.", "investment"),
        ("It has £1.2m in reserves.", "reserves"),
        ("Some £92m comes from the precept.", "precept"),
        ("It raised £9m through grants.", "government_grant"),
    ],
)
def test_a_sum_is_told_by_its_verb_or_by_what_it_is_of(sentence: str, measure: str) -> None:
    assert only_figure(sentence).measure == measure


@pytest.mark.parametrize(
    "sentence",
    [
        "It found £9m of horses.",
        "It made £9m.",
        "It needs £9m.",
        "Savings help us: £25m.",
        "The savings, £1.5m, are welcome.",
        "Visitors spend £130m a year.",
        "It spends £130m on horses.",
        "Policing costs the council £164.",
    ],
)
def test_a_sum_of_something_else_is_left_unassigned(sentence: str) -> None:
    extraction = read(sentence)
    assert extraction.observations == ()
    assert len(extraction.unassigned) == 1


def test_a_label_of_savings_ends_with_its_clause() -> None:
    extraction = read("Savings made: £8m in 2014; its horses cost £9m.")
    assert [int(figure.value) for figure in extraction.observations] == [8_000_000]


def test_all_of_so_many_is_a_count_of_all() -> None:
    assert only_figure("All 300 of our officers are trained.").measure == "police_officers"
