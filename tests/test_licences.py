"""Every file that others wrote is listed with its licence, and everything listed is there."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVED = ROOT / "src/iop/web/static/vendor"
FOR_TESTS = ROOT / "tests/vendor"
LIST = tomllib.loads((SERVED / "LICENCES.toml").read_text())
# An entry's paths start at the vendor folder when its file is served, at the checkout when it is only for tests.
ENTRIES = [(SERVED, entry) for entry in LIST["file"]] + [(ROOT, entry) for entry in LIST["test_file"]]
# Licences that may be shipped inside an Apache-2.0 work; a new one is a decision, so it is added here by hand.
ALLOWED = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}
ALLOWED_FOR_TESTS = ALLOWED | {"MPL-2.0"}
NEEDED = ("path", "name", "version", "licence", "text", "origin")


def is_about_licences(file: Path) -> bool:
    return file.name.startswith(("LICENSE", "LICENCES", "NOTICE"))


def test_every_vendored_file_is_listed():
    vendored = {file for folder in (SERVED, FOR_TESTS) for file in folder.rglob("*") if file.is_file()}
    listed = {file for start, entry in ENTRIES for file in start.glob(entry["path"])}
    unlisted = {file for file in vendored - listed if not is_about_licences(file)}

    assert len(listed) >= len(ENTRIES)
    assert sorted(str(file.relative_to(ROOT)) for file in unlisted) == []


@pytest.mark.parametrize(("start", "entry"), ENTRIES, ids=[entry["name"] for _, entry in ENTRIES])
def test_an_entry_names_files_a_licence_we_may_ship_and_its_text(start, entry):
    assert [key for key in NEEDED if not entry.get(key)] == []
    assert entry["licence"] in (ALLOWED if start == SERVED else ALLOWED_FOR_TESTS)
    assert [file for file in start.glob(entry["path"]) if file.is_file()] != []
    assert (start / entry["text"]).read_text().strip() != ""


def test_our_licence_is_apache_and_the_notice_names_every_served_work():
    notice = (ROOT / "NOTICE").read_text()

    assert "Apache License" in (ROOT / "LICENSE").read_text()
    assert sorted(entry["name"] for entry in LIST["file"] if entry["name"] not in notice) == []
