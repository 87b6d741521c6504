"""Files are written beside their places: whatever happens, a place holds an old file or a new one, whole."""

from pathlib import Path

import pytest

from app.files import written_beside


def left_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    """Two places, the first of which has a file already."""
    (tmp_path / "a").write_text("old", encoding="utf-8")
    return [tmp_path / "a", tmp_path / "b[1]"]


def test_files_take_their_places_when_all_are_written(tmp_path: Path, places: list[Path]) -> None:
    with written_beside(*places) as parts:
        for part in parts:
            assert part.parent == tmp_path
            part.write_text("new", encoding="utf-8")
        assert (tmp_path / "a").read_text(encoding="utf-8") == "old"
    assert left_in(tmp_path) == {"a": "new", "b[1]": "new"}


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path, places: list[Path]) -> None:
    def write() -> None:
        with written_beside(*places) as parts:
            parts[0].write_text("new", encoding="utf-8")
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write()
    assert left_in(tmp_path) == {"a": "old"}


def test_a_file_that_was_not_written_leaves_all_as_they_were(tmp_path: Path, places: list[Path]) -> None:
    with pytest.raises(FileNotFoundError), written_beside(*places) as parts:
        parts[0].write_text("new", encoding="utf-8")
    assert left_in(tmp_path) == {"a": "old"}


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path, places: list[Path]) -> None:
    for name in (".a.0123abcd.part", ".b[1].0123abcd.part", ".other.0123abcd.part"):
        (tmp_path / name).write_text("half", encoding="utf-8")
    with written_beside(*places) as parts:
        for part in parts:
            part.write_text("new", encoding="utf-8")
    assert left_in(tmp_path) == {"a": "new", "b[1]": "new", ".other.0123abcd.part": "half"}


def test_what_is_written_for_a_place_with_a_longer_name_is_left_to_it(places: list[Path]) -> None:
    a, longer = places[0], places[0].with_name("a.replaced")
    with written_beside(longer) as [part]:
        part.write_text("kept", encoding="utf-8")
        with written_beside(a) as [other]:
            other.write_text("new", encoding="utf-8")
    assert left_in(a.parent) == {"a": "new", "a.replaced": "kept"}
