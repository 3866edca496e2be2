"""The Debian package in a fresh root: installed, first run, demo, every kept vault, removed; the vaults remain.

    python -m tests.prove.deb [--deb FILE] [--pictures FOLDER]      (make prove-deb makes the package first)

Everything is done by the installed programs, as a user without rights. The window is a real one on a screen of its own:
keys are typed into it, and what happened is read from the vault afterwards.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from kpr_desktop import __version__
from tests.prove.deb_vaults import future, opens
from tests.support.fresh_root import FreshRoot, fresh_root, why_no_root
from tests.support.screen import Screen, screen

ROOT = Path(__file__).resolve().parents[2]
USER, HOME = "kari", "/home/kari"
REAL, DEMO = f"{HOME}/.local/share/kpr-desktop/hvelv", f"{HOME}/ovingshvelv"
SECRET, DEMO_SECRET = "fem ganske rare ord om torsk", "bare en øvelse her"
OTHER_PAGE = 0.1
"""So much of the screen is another when a page has come in the place of another."""
PLACES = (
    "usr/lib/kpr-desktop",
    "usr/bin/kpr",
    "usr/bin/kpr-desktop",
    "usr/share/applications/kpr-desktop.desktop",
)


class Told(Exception):
    """Something is not as it has to be."""


def need(good: object, what: str) -> None:
    """Raise Told unless it is so."""
    if not good:
        raise Told(what)


class Proof:
    """One run, step by step. Each gives what it has seen, in words."""

    def __init__(self, root: FreshRoot, package: Path, pictures: Path | None) -> None:
        self.root, self.package, self.pictures = root, package, pictures

    def install(self) -> str:
        """Nothing but the base before; afterwards the programs, and what they need."""
        before = self.root.packages()
        shutil.copy(self.package, self.root.place("/tmp/kpr-desktop.deb"))
        self.root.apt("install", "/tmp/kpr-desktop.deb")
        more = self.root.packages() - before
        need(
            "python3" not in more | before,
            "Python is installed: the proof would not show that it comes along",
        )
        missing = [
            place
            for place in PLACES
            if not self.root.place(place).exists() and not self.root.place(place).is_symlink()
        ]
        need(not missing, f"not installed: {missing}")
        self.root.run("useradd", "--create-home", USER)
        return f"{len(more)} packages came with it, on {len(before)} of the base"

    def first_run(self) -> str:
        """The window without any vault, then a real vault with its recovery sheet."""
        with screen() as eye:
            empty = eye.picture()
            window = self.window(eye)
            try:
                self.keep(eye, eye.wait_for_change(empty, 60, rest=4), "first-run")
            finally:
                self.close(window)
        self.secret("secret", SECRET)
        words = ["init", REAL, "--municipality", "4201", "--user", "Kari Nordmann", "--json"]
        sheet = ["--recovery-file", f"{HOME}/sheet", "--passphrase-file", f"{HOME}/secret"]
        code, answer = self.kpr(*words, *sheet)
        need(code == 0 or answer.get("vault"), f"kpr init: {answer}")
        code, answer = self.kpr("check", REAL, "--passphrase-file", f"{HOME}/secret", "--json")
        need(
            code in (0, 1) and not str(answer.get("reason", "")).startswith("vault."), f"kpr check: {answer}"
        )
        return "the window opened at its first page; a real vault was made"

    def demo(self) -> str:
        """Practice persons, a letter, and a log-in, a lock and a log-in again in the window."""
        code, answer = self.kpr("demo", DEMO, "--persons", "20", "--json")
        need(code == 0, f"kpr demo: {answer}")
        person = answer["persons"][0]["id"]
        self.secret("demo", DEMO_SECRET)
        given = ("--passphrase-file", f"{HOME}/demo", "--json")
        code, answer = self.kpr(
            "letter", DEMO, "--person", person, "--kind", "information", "--out", f"{HOME}/brev.pdf", *given
        )
        need(
            code == 0 and self.root.place(f"{HOME}/brev.pdf").read_bytes()[:5] == b"%PDF-",
            f"kpr letter: {answer}",
        )
        before = self.lines()
        with screen() as eye:
            empty = eye.picture()
            window = self.window(eye, DEMO + "/data.kpr")
            try:
                login = eye.wait_for_change(empty, 60, rest=4)
                self.keep(eye, login, "log-in")
                self.type(eye, DEMO_SECRET)
                inside = eye.wait_for_change(login, 60, OTHER_PAGE)
                self.keep(eye, inside, "work-list")
                self.key(eye, "ctrl+l")
                locked = eye.wait_for_change(inside, 60, OTHER_PAGE, rest=4)
                self.keep(eye, locked, "locked")
                need(window.poll() is None, "the window ended at the lock")
                need(
                    "--locked" in Path(f"/proc/{window.pid}/cmdline").read_text("utf-8").split("\0"),
                    "no new program at the lock",
                )
                self.type(eye, DEMO_SECRET)
                self.keep(eye, eye.wait_for_change(locked, 60, OTHER_PAGE), "again")
            finally:
                self.close(window)
        more = self.lines() - before
        need(more >= 3, f"two log-ins and a lock left {more} lines in the log")
        return (
            f"20 practice persons, a letter, two log-ins and a lock in the window ({more} lines in the log)"
        )

    def samples(self) -> str:
        """A vault of every earlier version opens; one of a version to come does not."""
        return opens(self.root, USER) + "; " + future(self.root, USER)

    def remove(self) -> str:
        """The package goes with everything it brought; the user's files stay as they were, to the byte."""
        before = self.files(f"{HOME}")
        installed = self.root.run("dpkg", "-L", "kpr-desktop").stdout.splitlines()
        self.root.apt("purge", "kpr-desktop")
        left = [name for name in installed if "kpr" in name and self.root.place(name).exists()]
        need(not left, f"left behind: {left[:5]}")
        after = self.files(f"{HOME}")
        need(before == after, f"changed by the removal: {sorted(dict(before.items() ^ after.items()))[:5]}")
        self.root.apt("install", "/tmp/kpr-desktop.deb")
        code, answer = self.kpr("rehearse", DEMO, "--passphrase-file", f"{HOME}/demo", "--json")
        need(
            code in (0, 1) and not str(answer.get("reason", "")).startswith("vault."),
            f"after a second installation: {answer}",
        )
        vaults = sum(name.endswith("nokkel.kpr") for name in after)
        same = f"{vaults} vaults as they were ({len(after)} files), open after a second installation"
        return f"0 of {len(installed)} files left; {same}"

    # --- hands ----------------------------------------------------------------------------------------------------

    def kpr(self, *words: str) -> tuple[int, dict[str, object]]:
        """A command as the user; its exit code and its answer."""
        ended = self.root.run("kpr", *words, user=USER, check=False)
        try:
            return ended.returncode, json.loads(ended.stdout)
        except ValueError:
            raise Told(f"kpr {words[0]}: {ended.stdout[-500:]}{ended.stderr[-500:]}") from None

    def lines(self) -> int:
        """How many lines the log of the demo has."""
        _, answer = self.kpr("log", "verify", DEMO, "--passphrase-file", f"{HOME}/demo", "--json")
        return int(str(answer.get("lines", 0)))

    def secret(self, name: str, text: str) -> None:
        """A passphrase in a file of the user's own."""
        path = self.root.place(f"{HOME}/{name}")
        path.write_text(text, "utf-8")
        path.chmod(0o600)
        self.root.run("chown", f"{USER}:{USER}", f"{HOME}/{name}")

    def window(self, eye: Screen, *words: str) -> subprocess.Popen[bytes]:
        """The installed window on that screen."""
        command = self.root.command(["kpr-desktop", *words], USER, {"DISPLAY": eye.display})
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def close(self, window: subprocess.Popen[bytes]) -> None:
        """End it."""
        window.terminate()
        try:
            window.wait(10)
        except subprocess.TimeoutExpired:
            window.kill()

    def type(self, eye: Screen, text: str) -> None:
        """Type a line and press Enter."""
        hand(eye, "type", "--delay", "30", text)
        self.key(eye, "Return")

    def key(self, eye: Screen, name: str) -> None:
        """Press a key."""
        hand(eye, "key", name)

    def keep(self, eye: Screen, picture: bytes, name: str) -> None:
        """Keep a picture, when they are wanted."""
        if self.pictures is not None:
            self.pictures.mkdir(parents=True, exist_ok=True)
            eye.save(picture, self.pictures / f"{name}.png")

    def files(self, folder: str) -> dict[str, str]:
        """Every file below, and what is in it."""
        top = self.root.place(folder)
        found = (path for path in sorted(top.rglob("*")) if path.is_file())
        return {str(path.relative_to(top)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def hand(eye: Screen, *words: str) -> None:
    """A person's hands: keys go to the window that lies on top (there is no window manager)."""
    env = {"DISPLAY": eye.display, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "KPR Desktop"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    windows = found.stdout.split()
    need(windows, "no window on the screen")
    for command in (["windowfocus", windows[-1]], list(words)):
        subprocess.run(["xdotool", *command], env=env, check=False, timeout=30)


def start(package: Path, pictures: Path | None) -> int:
    """The whole proof; 0 when everything held."""
    if why := why_no_root():
        print(f"prove-deb {why}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    with fresh_root() as root:
        proof = Proof(root, package, pictures)
        print(
            f"{'root':10} {time.monotonic() - begun:6.1f} s  bare, {len(root.packages())} packages",
            flush=True,
        )
        for step in (proof.install, proof.first_run, proof.demo, proof.samples, proof.remove):
            begun = time.monotonic()
            try:
                told = step()
            except (Told, TimeoutError) as why_not:
                print(f"{step.__name__:10} FAILED: {why_not}", flush=True)
                return 1
            print(f"{step.__name__:10} {time.monotonic() - begun:6.1f} s  {told}", flush=True)
    print(f"{package.name} ({package.stat().st_size / 1e6:.0f} MB): installed, run and removed; 0 faults")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--deb", type=Path, default=None)
    parser.add_argument("--pictures", type=Path, default=None)
    options = parser.parse_args()
    made = options.deb or next((ROOT / "build/pack").glob(f"kpr-desktop_{__version__}_*.deb"), None)
    if made is None:
        sys.exit("There is no package yet: make deb")
    sys.exit(start(made, options.pictures))
