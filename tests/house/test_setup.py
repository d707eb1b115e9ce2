"""The set-up says what is missing in one line, and the service takes its address from the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OLD_PYTHON = '#!/bin/sh\ncase "$*" in *sys.exit*) exit 1;; esac\n'
WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n'


def script(name: str, path: Path | str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the set-up with a PATH that holds the shell's own tools and `path`."""
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / name)],
        env={"PATH": str(path)} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of commands with nothing but `sed`."""
    (tmp_path / "sed").symlink_to("/bin/sed" if Path("/bin/sed").exists() else "/usr/bin/sed")
    return tmp_path


def command(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_no_python_is_said_in_one_line(tools: Path) -> None:
    found = script("python.sh", tools)
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert found.stderr.startswith("retrograd needs Python 3.11 or newer, and found none")


def test_an_old_python_is_said_in_one_line(tools: Path) -> None:
    command(tools, "python3", OLD_PYTHON)
    found = script("python.sh", tools)
    assert (found.returncode, found.stderr.count("\n")) == (1, 1)
    assert "Python 3.11 or newer" in found.stderr


def test_a_python_without_venv_is_said_in_one_line(tools: Path) -> None:
    command(tools, "python3", WITHOUT_VENV)
    found = script("python.sh", tools)
    assert (found.returncode, found.stderr.count("\n")) == (1, 1)
    assert "python3-venv" in found.stderr


def test_a_newer_python_beside_an_old_one_is_found(tools: Path) -> None:
    command(tools, "python3", OLD_PYTHON)
    newer = command(tools, "python3.12", "#!/bin/sh\nexit 0\n")
    found = script("python.sh", tools)
    assert (found.returncode, found.stdout.strip()) == (0, str(newer))
    named = command(tools, "mine", "#!/bin/sh\nexit 0\n")
    assert script("python.sh", tools, PYTHON=str(named)).stdout.strip() == str(named)


USABLE_NODE = {
    "18.20.0": False,
    "20.18.3": False,
    "20.19.0": True,
    "21.7.0": False,
    "22.11.0": False,
    "22.12.0": True,
    "24.1.0": True,
}


@pytest.mark.parametrize("version", USABLE_NODE)
def test_only_a_node_that_vite_runs_on_is_used(tools: Path, version: str) -> None:
    real = shutil.which("node")
    pretend = f"Object.defineProperty(process, 'versions', {{ value: {{ node: '{version}' }} }});"
    command(tools, "node", f'#!/bin/sh\nexec {real} -e "{pretend} $2"\n')
    assert script("node.sh", tools).returncode == 1  # npm is missing
    command(tools, "npm", "#!/bin/sh\n")
    assert (script("node.sh", tools).returncode == 0) is USABLE_NODE[version]


def test_no_chromium_says_which_step_to_take(tools: Path) -> None:
    found = script("chromium.sh", tools)
    assert (found.returncode, found.stdout) == (1, "")
    assert "apt install chromium" in found.stderr
    assert found.stderr.count("\n") == 1
    mine = command(tools, "chromium", "#!/bin/sh\n")
    assert script("chromium.sh", tools).stdout.strip() == str(mine)


@pytest.mark.parametrize("port", ["http", "70000", "-1", ""])
def test_a_port_that_is_none_is_said_in_one_line(port: str) -> None:
    served = subprocess.run(
        [sys.executable, "-m", "retrograd.serve"],
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert served.returncode == 2
    assert served.stderr == f"PORT must be a number up to 65535, not {port!r}.\n"
