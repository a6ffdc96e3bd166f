"""Secrets, locks and folders."""

import stat
import subprocess
import sys

import pytest

from iop.command import arguments, home_lock, keys, paths, roles, venv


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path):
    first = keys.secret(tmp_path, "secret.key")

    assert keys.secret(tmp_path, "secret.key") == first
    assert keys.secret(tmp_path, "audit.key") != first
    assert stat.S_IMODE((tmp_path / "keys" / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_folder_that_exists_keeps_its_permissions(tmp_path):
    existing = tmp_path / "existing"
    existing.mkdir(mode=0o750)

    assert stat.S_IMODE(paths.make_home(existing).stat().st_mode) == 0o750
    assert stat.S_IMODE(paths.make_home(tmp_path / "new").stat().st_mode) == paths.PASSABLE


def test_a_folder_is_held_by_one_process_at_a_time(tmp_path):
    take = "import pathlib, sys; from iop.command import home_lock; print(home_lock.take(pathlib.Path(sys.argv[1])))"

    def in_another_process() -> str:
        return subprocess.check_output([sys.executable, "-c", take, tmp_path], text=True).strip()

    assert in_another_process() == "True"
    assert home_lock.take(tmp_path)
    assert in_another_process() == "False"


def test_the_development_lock_holds_every_pin_of_the_other():
    def pins(lock) -> set[str]:
        return {line.split(" ")[0] for line in lock.read_text().splitlines() if "==" in line and line[0] not in " #"}

    assert pins(venv.RUN_LOCK) < pins(venv.DEVELOPMENT_LOCK)


@pytest.mark.parametrize("lock", [venv.RUN_LOCK, venv.DEVELOPMENT_LOCK, venv.INSTALLER_LOCK])
def test_locks_pin_by_hash_and_name_no_registry(lock):
    text = lock.read_text()
    pins = [line for line in text.splitlines() if "==" in line and line[0] not in " #"]

    assert len(pins) > 0
    assert all(line.endswith("\\") for line in pins)
    assert "://" not in text


def test_the_sql_for_an_administrator_makes_a_login_without_powers():
    text = roles.for_an_administrator()

    assert "ALTER ROLE iop_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION" in text
    assert "CREATE DATABASE iop OWNER iop_owner" in text
    assert "EXTENSION" not in text


def test_words_after_test_and_manage_are_passed_on_untouched():
    typed = arguments.read(["test", "-k", "name", "--help"])

    assert (typed.command, typed.passed_on) == ("test", ["-k", "name", "--help"])


@pytest.mark.parametrize("port", ["0", "65536", "many"])
def test_a_port_that_is_none_is_refused(port, capsys):
    with pytest.raises(SystemExit):
        arguments.read(["up", "--port", port])

    assert "--port" in capsys.readouterr().err
