"""`./iop bench`: what the folder bench/ measures, on a database of its own that keeps everything a site's would."""

import subprocess
import sys

from iop.command import tests
from iop.command.paths import ROOT
from iop.command.progress import Refusal


def bench(words: list[str]) -> int:
    if not (ROOT / "bench" / "__main__.py").exists():
        raise Refusal("This checkout holds no measurements (bench/__main__.py).")
    with tests.throwaway_database(keeps_everything=True) as environment:
        python_path = f"{environment['PYTHONPATH']}:{ROOT}"
        command = [sys.executable, "-m", "bench", *words]
        return subprocess.run(command, check=False, cwd=ROOT, env={**environment, "PYTHONPATH": python_path}).returncode
