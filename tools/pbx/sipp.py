"""Many callers at once: sipp, an implementation of SIP that is not ours, with the scenarios beside this file."""

import csv
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.pbx.launch import Exchange
from tools.pbx.root import NoExchange

SCENARIOS = Path(__file__).resolve().parent / "scenarios"
PATIENCE_SECONDS = 120.0
FIRST_NUMBER = 9_800_000_001


@dataclass(frozen=True, slots=True)
class Count:
    """How sipp's calls ended."""

    good: int
    failed: int
    retransmitted: int


class Callers:
    """`calls` calls of one scenario at `rate` a second, from `address`."""

    def __init__(
        self,
        exchange: Exchange,
        scenario: str,
        *,
        calls: int,
        rate: float = 1.0,
        number: str = "1076",
        address: str = "",
    ) -> None:
        if shutil.which("sipp") is None:
            raise NoExchange("sipp नहीं है · sipp is missing: sudo apt-get install sip-tester")
        self.folder = Path(tempfile.mkdtemp(prefix="sipp-"))
        host, port = exchange.sip
        here = exchange.network.carrier
        numbers = self.folder / "numbers.csv"
        numbers.write_text("SEQUENTIAL\n" + "".join(f"{FIRST_NUMBER + one};\n" for one in range(calls)))
        shape = [
            "-m",
            str(calls),
            "-r",
            str(rate),
            "-rp",
            "1000",
            "-l",
            str(max(calls, 1)),
            "-s",
            number,
            "-inf",
            str(numbers),
        ]
        told = ["-trace_stat", "-stf", str(self.folder / "stat.csv"), "-fd", "1", "-nostdin"]
        where = ["-i", here, "-mi", here, "-p", "5060", "-mp", "40000", f"{host}:{port}"]
        command = ["sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), *shape, *told, *where]
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, cwd=self.folder)

    def wait(self, seconds: float = PATIENCE_SECONDS) -> Count:
        """Wait until all calls are over and count them."""
        try:
            self.process.wait(seconds)
        finally:
            self.stop()
        with (self.folder / "stat.csv").open() as file:
            last = list(csv.DictReader(file, delimiter=";"))[-1]
        shutil.rmtree(self.folder, ignore_errors=True)
        return Count(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), int(last["Retransmissions(C)"]))

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
