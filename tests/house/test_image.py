"""Dockerfile and docker-compose.yml, checked without an engine: read as files, and the image's steps taken here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from dockerfile_parse import DockerfileParser

from ..support import free_port

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "tests", "openapi", "__pycache__")


@dataclass(frozen=True)
class Step:
    instruction: str
    value: str

    @property
    def words(self) -> list[str]:
        return self.value.split()


def stages() -> list[list[Step]]:
    """Return the Dockerfile's stages, each a list of steps that begins with its FROM."""
    found: list[list[Step]] = []
    for entry in DockerfileParser(path=str(ROOT / "Dockerfile")).structure:
        if entry["instruction"] == "FROM":
            found.append([])
        if entry["instruction"] != "COMMENT":
            found[-1].append(Step(entry["instruction"], entry["value"]))
    return found


def environment_of(stage: list[Step]) -> dict[str, str]:
    pairs = [word.partition("=") for step in stage if step.instruction == "ENV" for word in step.words]
    return {name: value for name, _, value in pairs}


def only(stage: list[Step], instruction: str) -> Step:
    (found,) = [step for step in stage if step.instruction == instruction]
    return found


def test_compose_file_fits_the_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*command, str(ROOT / "docker-compose.yml")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_compose_publishes_the_port_that_the_image_serves() -> None:
    service: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["retrograd"]
    assert (ROOT / service["build"] / "Dockerfile").is_file()
    served = environment_of(stages()[-1])
    assert service["ports"] == ["${HOST:-127.0.0.1}:${PORT:-8000}:" + served["PORT"]]
    assert only(stages()[-1], "EXPOSE").value == served["PORT"]
    assert served["HOST"] == "0.0.0.0"  # noqa: S104 — inside the container; Compose decides who reaches it


def test_the_image_runs_unprivileged_on_slim_python() -> None:
    service = stages()[-1]
    assert only(service, "FROM").value.startswith("python:3.")
    assert only(service, "FROM").value.endswith("-slim")
    user = only(service, "USER").value
    assert user.partition(":")[0] not in {"root", "0"}
    after = service[service.index(only(service, "USER")) :]
    assert not {step.instruction for step in after} & {"RUN", "COPY", "ADD"}


def test_what_the_image_copies_is_let_through_by_dockerignore() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert {"frontend/node_modules", "frontend/dist"} <= set(lines)
    for step in (step for stage in stages() for step in stage if step.instruction == "COPY"):
        if not step.value.startswith("--from="):
            for source in step.words[:-1]:
                assert (ROOT / source).exists()
                assert any(source.rstrip("/") == kept or source.startswith(f"{kept}/") for kept in let_through)


class DryRun:
    """Takes the steps of the Dockerfile in a folder: its Python is a fresh virtual environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(self.venv)], check=True)

    def inside(self, path: str) -> Path:
        return self.folder / "root" / path.lstrip("/")

    def environment(self, stage: list[Step]) -> dict[str, str]:
        image = environment_of(stage)
        image = {name: str(self.inside(value)) if value.startswith("/") else value for name, value in image.items()}
        path = f"{self.venv / 'bin'}{os.pathsep}{os.environ['PATH']}"
        inherited = {name: value for name, value in os.environ.items() if name != "RETROGRAD_PAGES"}
        return inherited | image | {"PATH": path}

    def take(self, stage: list[Step]) -> Path:
        """Take the steps that build; return the working folder."""
        here = self.folder
        for step in stage:
            match step.instruction:
                case "WORKDIR":
                    here = self.inside(step.value)
                    here.mkdir(parents=True)
                case "COPY":
                    self.copy(step, here)
                case "RUN":
                    # A relative path of the Dockerfile means the same here; an absolute one would not.
                    assert " /" not in step.value
                    subprocess.run(step.value, shell=True, cwd=here, env=self.environment(stage), check=True)  # noqa: S602
        return here

    def copy(self, step: Step, here: Path) -> None:
        *sources, target = [word for word in step.words if not word.startswith("--")]
        from_stage = step.value.startswith("--from=")
        for source in sources:
            origin = self.inside(source) if from_stage else ROOT / source
            if origin.is_dir():
                shutil.copytree(origin, here / target, ignore=None if from_stage else LEFT_OUT, dirs_exist_ok=True)
            else:
                (here / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(origin, here / target)


def test_the_steps_of_the_image_serve_page_and_api(tmp_path: Path) -> None:
    run = DryRun(tmp_path)
    page, service = stages()
    run.take(page)
    here = run.take(service)
    port = free_port()
    environment = run.environment(service) | {"HOST": "127.0.0.1", "PORT": str(port)}
    assert Path(environment["RETROGRAD_PAGES"], "index.html").is_file()
    serve = json.loads(only(service, "CMD").value)
    health = json.loads(only(service, "HEALTHCHECK").value.partition("CMD")[2])
    with subprocess.Popen(serve, cwd=here, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                checked = subprocess.run(health, env=environment, check=False, capture_output=True)
                if checked.returncode == 0:
                    break
                time.sleep(0.1)
            assert checked.returncode == 0, checked.stderr.decode()
            ask = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
            address = f"http://127.0.0.1:{port}/"
            for path, expected in [("", "<title>retrograd"), ("api/graph?program=x%20%3D%202", "retrograd/1")]:
                answer = subprocess.run(
                    [sys.executable, "-c", ask, address + path], capture_output=True, text=True, check=True
                )
                assert expected in answer.stdout
        finally:
            process.terminate()
    after = subprocess.run(health, env=environment, check=False, capture_output=True)
    assert after.returncode != 0, "the health check must fail where nothing serves"
