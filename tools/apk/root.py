"""Debian's tools for Android, with a Java of their own: the release of this machine does not matter."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import unpacked
from tools.unpacked import ROOT, NotHere, Program, Unpacked

__all__ = ["ROOT", "NoApk", "Tools", "ensure"]
BUILD_TOOLS = "usr/lib/android-sdk/build-tools/debian"


class NoApk(NotHere):
    """The app cannot be built here: why, and what to do."""


ANDROID = Program(
    name="apk",
    hi="एंड्रॉइड के साधन",
    en="the tools for Android",
    suite="bookworm",
    package="aapt,zipalign,apksigner,libsmali-java,android-framework-res,openjdk-17-jre-headless",
    path=f"{BUILD_TOOLS}/aapt",
    version="version",
    kept=(BUILD_TOOLS, "usr/share/java", "usr/share/android-framework-res", "usr/lib/jvm", "etc/java-17-openjdk"),
    not_needed=(
        *("perl", "perl-base", "gconv", "libperl*", "cmake", "pkgconfig", "dri", "systemd", "python*"),
        *("apt", "dpkg", "locale", "libLLVM*", "libz3*", "libgtk*"),
    ),
    recipe="1",
    instead="build on a machine with Debian's packages",
    missing=NoApk,
    deeper=("usr/lib", "usr/lib/*/android", "usr/lib/p7zip"),
)


@dataclass(frozen=True, slots=True)
class Tools:
    """The unpacked tools, each run through the loader it came with."""

    root: Unpacked

    @property
    def framework(self) -> Path:
        """The resources of Android's framework (API 29), against which ours are compiled."""
        return self.root.folder / "usr/share/android-framework-res/framework-res.apk"

    def aapt(self, *words: object) -> str:
        """Run aapt; return what it says."""
        return self.run(self.root.command(*map(str, words)))

    def zipalign(self, *words: object) -> str:
        """Run zipalign."""
        return self._native(f"{BUILD_TOOLS}/zipalign", *words)

    def apksigner(self, *words: object) -> str:
        """Run apksigner. A password goes through the environment, never the command line."""
        return self._java("com.android.apksigner.ApkSignerTool", *words)

    def smali(self, *words: object) -> str:
        """Assemble."""
        return self._java("org.jf.smali.Main", *words)

    def baksmali(self, *words: object) -> str:
        """Take apart again."""
        return self._java("org.jf.baksmali.Main", *words)

    def keytool(self, *words: object) -> str:
        """Make or read keys."""
        return self._java("sun.security.tools.keytool.Main", *words)

    def _java(self, main: str, *words: object) -> str:
        path = ":".join(str(one) for one in sorted((self.root.folder / "usr/share/java").glob("*.jar")))
        java = next((self.root.folder / "usr/lib/jvm").glob("java-*-openjdk-*/bin/java"))
        return self._native(str(java.relative_to(self.root.folder)), "-cp", path, main, *words)

    def _native(self, program: str, *words: object) -> str:
        command = self.root.command()
        return self.run([*command[:-1], str(self.root.folder / program), *map(str, words)])

    def run(self, command: list[str]) -> str:
        """Run; return its words, or raise NoApk with the last of them."""
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            said = (done.stderr + done.stdout).strip().splitlines()[-6:]
            raise NoApk(f"{Path(command[3]).name} नहीं चला · failed:\n" + "\n".join(f"  | {line}" for line in said))
        return done.stdout


def ensure(*, say: bool = False) -> Tools:
    """Return the tools, unpacked first where they are not there. Raise NoApk with a remedy."""
    return Tools(unpacked.ensure(ANDROID, say=say))
