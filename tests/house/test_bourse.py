"""What ``./bourse`` does on machines less tidy than this one. The script is sourced and one of its functions called;
the machine is real (sockets, processes, a PostgreSQL server) wherever it can be, a stub elsewhere.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

BOURSE = settings.BASE_DIR / "bourse"
IS_ROOT = os.getuid() == 0


@pytest.fixture
def local():
    """A folder for the script's state, which the server's user can reach."""
    with tempfile.TemporaryDirectory(prefix="bourse-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        for name in ("log", "run", "stamps"):
            (Path(folder) / name).mkdir()
        yield Path(folder)


@pytest.fixture
def bourse(local):
    """A function that runs bash code after the script was sourced, with its state in a folder of its own."""

    def run(code, **environment):
        environment = {"PATH": os.environ["PATH"], "BOURSE_LOCAL": str(local)} | environment
        command = ["bash", "-c", f"source {BOURSE}\n{code}"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)

    return run


# -- packages ----------------------------------------------------------------------------------------------------------
def test_without_root_nor_sudo_one_sentence_names_the_packages_and_the_command(bourse):
    done = bourse("""
        missing_packages() { printf 'gdal-bin\\nlibmagic1\\n'; }
        id() { printf '1000\\n'; }
        sudo() { return 1; }
        install_packages </dev/null
    """)

    (sentence,) = done.stderr.splitlines()
    assert done.returncode == 1
    assert "apt-get install --yes --no-install-recommends gdal-bin libmagic1" in sentence
    assert "administrator" in sentence


def test_with_sudo_the_packages_are_installed_through_it(bourse, local):
    done = bourse("""
        missing_packages() { printf 'gdal-bin\\nlibmagic1\\n'; }
        id() { printf '1000\\n'; }
        sudo() { printf '%s\\n' "$*" >>"$LOCAL/log/sudo"; }
        install_packages </dev/null
    """)

    asked = (local / "log" / "sudo").read_text()
    assert done.returncode == 0, done.stderr
    assert "apt-get update -qq" in asked
    assert "--no-install-recommends" in asked
    assert "gdal-bin libmagic1" in asked


def test_nothing_is_installed_where_everything_is_there(bourse):
    done = bourse("missing_packages() { :; }; apt-get() { exit 9; }; install_packages")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("debian 12", "python3 python3-venv postgresql-15 postgresql-15-postgis-3"),
        ("ubuntu 22.04", "python3.11 python3.11-venv postgresql-14 postgresql-14-postgis-3"),
        ("ubuntu 24.04", "python3 python3-venv postgresql-16 postgresql-16-postgis-3"),
    ],
)
def test_each_release_has_its_packages(bourse, release, expected):
    done = bourse(f"""
        release() {{ printf '{release}\\n'; }}
        find_python() {{ return 1; }}
        find_postgres() {{ return 1; }}
        has_library() {{ return 0; }}
        missing_packages
    """)

    assert " ".join(done.stdout.split()) == expected


def test_an_existing_server_needs_no_postgresql_here(bourse):
    done = bourse(
        "find_postgres() { return 1; }; has_library() { return 0; }; missing_packages",
        DATABASE_URL="postgis://bourse@db.example/bourse",
    )

    assert "postgresql" not in done.stdout


# -- the Python environment --------------------------------------------------------------------------------------------
UV = """
    mkdir -p "$LOCAL/uv/bin"
    cat >"$LOCAL/uv/bin/uv" <<'STUB'
#!/bin/bash
if [ "$1" = --version ]; then echo "uv $UV_VERSION"; exit; fi
echo sync >>"$BOURSE_LOCAL/log/uv"
exit "${UV_FAILS:-0}"
STUB
    chmod +x "$LOCAL/uv/bin/uv"
    export UV_VERSION
"""


def test_a_cut_installation_is_done_again_and_a_finished_one_asks_nothing_of_the_network(bourse, local):
    asked = local / "log" / "uv"

    cut = bourse(UV + "prepare_python", UV_FAILS="1")
    assert cut.returncode == 1
    assert "could not be installed" in cut.stderr

    again = bourse(UV + "prepare_python")
    assert again.returncode == 0, again.stderr
    assert asked.read_text() == "sync\nsync\n"

    third = bourse(UV + "prepare_python", UV_FAILS="1")  # as without a network
    assert (third.returncode, third.stderr) == (0, "")
    assert asked.read_text() == "sync\nsync\n"


def test_the_tools_of_the_suite_are_added_once_and_kept_by_the_next_up(bourse, local):
    bourse(UV + "prepare_python")
    bourse(UV + "prepare_python test; prepare_python test; prepare_python")

    assert (local / "log" / "uv").read_text() == "sync\nsync\n"


# -- local settings ----------------------------------------------------------------------------------------------------
def test_the_secrets_are_made_once_readable_by_their_owner_alone(bourse, local):
    first = bourse('load_environment; printf "%s" "$SECRET_KEY"').stdout
    second = bourse('load_environment; printf "%s" "$SECRET_KEY"').stdout

    assert first == second
    assert len(first) >= 50
    assert (local / "env").stat().st_mode & 0o777 == 0o600


def test_the_environment_goes_before_the_local_settings(bourse):
    assert bourse('load_environment; printf "%s" "$DEMONSTRATION"', DEMONSTRATION="0").stdout == "0"


# -- the port ----------------------------------------------------------------------------------------------------------
def test_a_port_that_is_taken_is_told_with_its_holder_and_the_next_one_is_chosen(bourse):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]

        done = bourse("choose_port", PORT=str(taken))

    assert int(done.stdout) > taken
    assert f"port {taken} is taken by " in done.stderr
    assert f"(process {os.getpid()})" in done.stderr


def test_the_port_asked_is_the_one_chosen_when_it_is_free(bourse):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert bourse("choose_port", PORT=str(port)).stdout.strip() == str(port)


@pytest.mark.parametrize("port", ["abc", "-1", "0", "65536", "80 80"])
def test_a_port_that_is_none_is_refused_with_a_sentence(bourse, port):
    done = bourse("choose_port", PORT=port)

    assert done.returncode == 1
    assert "PORT must be a number from 1 to 65535" in done.stderr


# -- one service at a time ---------------------------------------------------------------------------------------------
def test_a_second_up_gives_the_address_of_the_first(local):
    (local / "run" / "address").write_text("http://localhost:8017/\n")
    (local / "run" / "up.pid").write_text("4242\n")

    with (local / "run" / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment = {"PATH": os.environ["PATH"], "BOURSE_LOCAL": str(local)}
        done = subprocess.run([BOURSE, "up"], env=environment, capture_output=True, text=True, timeout=30)

    assert done.returncode == 0, done.stderr
    assert "already running (process 4242)" in done.stderr
    assert "http://localhost:8017/" in done.stdout


def test_an_unknown_command_shows_what_is_known():
    done = subprocess.run([BOURSE, "danser"], capture_output=True, text=True)

    assert done.returncode == 1
    assert "no such command: danser" in done.stderr
    assert "usage: ./bourse COMMAND" in done.stderr


# -- the database server -----------------------------------------------------------------------------------------------
SERVER = """
    CLUSTER=$(cluster_folder postgres)
    trap 'stop_server "$CLUSTER"; rm -rf "$CLUSTER"' EXIT
    psql() { as_server "$(server_programs "$CLUSTER")/psql" -XAtqh "$(socket_folder "$CLUSTER")" "$@"; }
    ask() { psql -U bourse -d template1 -c "$1"; }
"""


def test_a_half_made_server_is_made_again_and_one_that_was_killed_is_raised(bourse):
    done = bourse(
        SERVER
        + """
        as_server mkdir "$CLUSTER/data"
        as_server tee "$CLUSTER/data/PG_VERSION" <<<9.6 >/dev/null # initdb was cut: no mark of its end
        prepare_server "$CLUSTER" throw-away
        ask "SELECT datlocprovider, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template1'"
        ask "SHOW data_checksums"
        ask "SHOW listen_addresses"
        ask "SELECT rolsuper FROM pg_roles WHERE rolname = 'bourse'"
        ask "SELECT count(*) FROM pg_extension WHERE extname IN ('postgis', 'unaccent', 'pg_trgm')"
        kill -KILL "$(server_process "$CLUSTER")"
        while server_process "$CLUSTER" >/dev/null; do sleep 0.1; done
        start_server "$CLUSTER" throw-away
        ask "SELECT 'raised'"
        """
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["i|UTF8", "on", "", "f", "3", "raised"]


def test_a_server_whose_programs_were_upgraded_is_restarted(bourse):
    done = bourse(
        SERVER
        + """
        as_server mkdir "$CLUSTER/programs"
        as_server cp "$(find_postgres)"/{postgres,pg_ctl,psql,initdb} "$CLUSTER/programs"
        find_postgres() { printf '%s\\n' "$CLUSTER/programs"; }
        prepare_server "$CLUSTER" throw-away
        before=$(server_process "$CLUSTER")
        start_server "$CLUSTER" throw-away
        [ "$(server_process "$CLUSTER")" = "$before" ] && echo same
        as_server cp "$CLUSTER/programs/postgres" "$CLUSTER/programs/postgres.new"
        as_server mv "$CLUSTER/programs/postgres.new" "$CLUSTER/programs/postgres" # what dpkg does
        start_server "$CLUSTER" throw-away
        [ "$(server_process "$CLUSTER")" != "$before" ] && echo restarted
        ask "SELECT 'answers'"
        """
    )

    assert done.stdout.splitlines() == ["same", "restarted", "answers"], done.stderr
    assert "upgraded while it ran" in done.stderr


def test_a_stranger_who_inherited_the_number_of_the_server_is_left_alone(bourse):
    done = bourse(
        """
        CLUSTER=$(cluster_folder postgres)
        as_server mkdir "$CLUSTER/data"
        sleep 60 & stranger=$!
        as_server tee "$CLUSTER/data/postmaster.pid" <<<"$stranger" >/dev/null
        server_process "$CLUSTER" || echo "not running"
        stop_server "$CLUSTER"
        kill -0 "$stranger" && echo alive
        kill "$stranger"
        """
    )

    assert done.stdout.splitlines() == ["not running", "alive"]


def test_a_deep_project_gets_a_short_socket(bourse, local):
    deep = local / ("d" * 100)
    deep.mkdir()
    if IS_ROOT:
        shutil.chown(deep, "postgres")

    folder = Path(bourse(f'socket_folder "{deep}"').stdout.strip())

    assert len(f"{folder}/.s.PGSQL.5432".encode()) <= 107
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.rmdir()


@pytest.mark.skipif(not IS_ROOT, reason="only root runs the server as another user")
def test_a_project_that_the_user_postgres_cannot_reach_keeps_its_data_elsewhere(bourse, local):
    local.chmod(0o700)

    folder = Path(bourse("cluster_folder postgres").stdout.strip())

    assert folder.parent == Path("/var/lib/bourse-apprentissage")
    assert folder.owner() == "postgres"
    folder.rmdir()
