"""A Debian in a folder, with nothing in it but its base: what a program needs and does not bring shows there.

Needs root, `debootstrap` and the way to Debian's packages that this machine has; nothing of that is written down.
KPR_ROOT_CACHE=FILE keeps the bare root as a tar file, so that the next run need not make it again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

RELEASE = "bookworm"
_APT = (
    "etc/apt/sources.list", "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/apt/auth.conf.d", "etc/apt/keyrings",
)  # fmt: skip
_NETWORK = ("etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt")
_PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


def why_no_root() -> str:
    """Why no root can be made here; "" when one can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "needs the rights of an administrator"
    if shutil.which("debootstrap") is None:
        return "needs debootstrap"
    return ""


class FreshRoot:
    """The folder, and programs that run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(
        self, *words: str, user: str = "root", check: bool = True, timeout: float = 600, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program in the root and wait for it."""
        return subprocess.run(
            self.command(words, user, more),
            capture_output=True,
            text=True,
            check=check,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
        )

    def command(
        self, words: Sequence[str], user: str = "root", more: dict[str, str] | None = None
    ) -> list[str]:
        """The command that runs `words` in the root, for a process of one's own."""
        home = "/root" if user == "root" else f"/home/{user}"
        kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment = {
            "HOME": home,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            **kept,
            **(more or {}),
        }
        told = [f"{name}={value}" for name, value in environment.items()]
        return ["chroot", f"--userspec={user}", str(self.path), "env", "-i", *told, *words]

    def apt(self, *words: str) -> None:
        """apt-get, without questions and without recommended packages."""
        ended = self.run(
            "apt-get",
            "-y",
            "-qq",
            "--no-install-recommends",
            *words,
            check=False,
            DEBIAN_FRONTEND="noninteractive",
        )
        if ended.returncode:
            raise RuntimeError(f"apt-get {' '.join(words)}: {ended.stderr[-2000:]}")

    def packages(self) -> set[str]:
        """What is installed."""
        told = self.run("dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n").stdout
        return {line.split()[1] for line in told.splitlines() if line.startswith("installed ")}

    def place(self, inside: str) -> Path:
        """A path inside, seen from outside."""
        return self.path / inside.lstrip("/")


@contextlib.contextmanager
def fresh_root() -> Iterator[FreshRoot]:
    """A root in a new folder; taken away afterwards, unless something of this machine is still mounted in it."""
    path = Path(tempfile.mkdtemp(prefix="kpr-root-"))
    path.chmod(0o755)  # a user's way to anything in it begins here
    mounted: list[Path] = []
    try:
        _fill(path)
        for name in ("proc", "dev"):
            subprocess.run(["mount", "--bind", f"/{name}", str(path / name)], check=True)
            mounted.append(path / name)
        root = FreshRoot(path)
        root.apt("update")
        yield root
    finally:
        for place in reversed(mounted):
            if subprocess.run(["umount", str(place)], check=False).returncode:
                subprocess.run(
                    ["umount", "--lazy", str(place)], check=False
                )  # in use: away as soon as it is not
        if not any(f" {path}/" in line for line in Path("/proc/mounts").read_text("utf-8").splitlines()):
            shutil.rmtree(path, ignore_errors=True)


def _fill(path: Path) -> None:
    """The base. This machine's own sources of packages are right in it only when they are for the same release."""
    kept, archive = os.environ.get("KPR_ROOT_CACHE", ""), _archive()
    if kept and Path(kept).is_file():
        subprocess.run(["tar", "-C", str(path), "-xf", kept], check=True)
    else:
        command = ["debootstrap", "--variant=minbase", RELEASE, str(path), *archive]
        subprocess.run(command, check=True, capture_output=True)
        if kept:
            subprocess.run(["tar", "-C", str(path), "-cf", kept, "."], check=True)
    if archive:
        (path / "etc/apt/sources.list").unlink(missing_ok=True)
    for each in (*_NETWORK, *(_APT if archive else ())):
        source, target = Path("/") / each, path / each
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy(source, target)


def _archive() -> list[str]:
    """The first archive of this release that this machine's own apt uses; none known: debootstrap takes its own."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)/$(RELEASE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = [line.removesuffix(f"/{RELEASE}") for line in told.splitlines() if line.endswith(f"/{RELEASE}")]
    return found[:1]
