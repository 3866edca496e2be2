"""`python -m tests.prove.memory`: after a lock the process holds no key, in raw, hex or base64.

Reads the whole memory of a real window's process, which is more than a core dump holds: once while somebody is logged
in (the control: the keys must be found), and once after the lock. Linux only.
"""

from __future__ import annotations

import argparse
import base64
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.world import PASSPHRASE, make_world

ROOT = Path(__file__).resolve().parents[2]
_MAP = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) r")
_CHUNK = 1 << 24


def forms(secret: bytes) -> Iterator[tuple[str, bytes]]:
    """Every form in which a key could stand."""
    yield "raw", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    yield "hex, utf-16", secret.hex().encode("utf-16-le")
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + secret)
        first, last = (shift * 8 + 5) // 6, (shift + len(secret)) * 8 // 6
        yield f"base64 at {shift}", whole[first:last]
        yield f"base64url at {shift}", whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def search(pid: int, secrets: Mapping[str, bytes]) -> tuple[list[tuple[str, str]], int]:
    """(secret, form) of each hit in the memory of a process, and how many bytes were read."""
    wanted = [(name, form, data) for name, secret in secrets.items() for form, data in forms(secret)]
    longest = max(len(data) for _, _, data in wanted)
    hits: list[tuple[str, str]] = []
    size = 0
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for first, last in places(pid):
            tail = b""
            for at in range(first, last, _CHUNK):
                try:
                    memory.seek(at)
                    part = memory.read(min(_CHUNK, last - at))
                except (OSError, ValueError, OverflowError):  # pages of the kernel
                    break
                size += len(part)
                part = tail + part
                hits += [(name, form) for name, form, data in wanted if data in part]
                tail = part[1 - longest :]
    return hits, size


def places(pid: int) -> list[tuple[int, int]]:
    """The memory that can be read."""
    lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    found = [_MAP.match(line) for line in lines if "[vvar" not in line and "[vsyscall]" not in line]
    return [(int(each[1], 16), int(each[2], 16)) for each in found if each]


def keys_of(thing: object, name: str = "keys", seen: set[int] | None = None) -> dict[str, bytes]:
    """The first 32 of every run of so many bytes that hangs on the unlocked keys, by name."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return {}
    seen.add(id(thing))
    if isinstance(thing, bytes | bytearray):
        return {name: bytes(thing[:32])} if len(thing) >= 32 else {}
    if isinstance(thing, Mapping):
        parts = {str(key): value for key, value in thing.items()}
    elif type(thing).__module__.startswith("kpr_desktop.crypto"):
        slots = [each for kind in type(thing).__mro__ for each in getattr(kind, "__slots__", ())]
        parts = {each: getattr(thing, each, None) for each in (*getattr(thing, "__dict__", {}), *slots)}
    else:
        return {}
    found: dict[str, bytes] = {}
    for part, value in parts.items():
        found |= keys_of(value, f"{name}.{part}", seen)
    return found


def look(
    root: Path, secrets: Mapping[str, bytes]
) -> tuple[list[tuple[str, str]], list[tuple[str, str]], int]:
    """Hits while somebody is logged in, hits after the lock, and how many bytes were read after it."""
    passphrase = root / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    command = [sys.executable, "-m", "tests.prove.memory_child", str(root), str(passphrase)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            if child.stdout.readline() != "open\n":
                raise SystemExit(f"Nobody was logged in: {child.communicate()[1][-500:]}")
            before, _ = search(child.pid, secrets)
            child.stdin.write("lock\n")
            child.stdin.flush()
            if child.stdout.readline() != "locked\n":
                raise SystemExit(f"It did not lock: {child.communicate()[1][-500:]}")
            after, size = search(child.pid, secrets)
        finally:
            child.kill()
    return before, after, size


def main() -> int:
    """The exit code: 0 when nothing was found after any lock, and the database key before each."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--n", type=int, default=20, help="how many locks")
    count = words.parse_args().n
    if sys.platform != "linux":
        print("Not run: this proof reads /proc, which only Linux has.")
        return 0
    root = Path(tempfile.mkdtemp(prefix="kpr-memory-"))
    found = controls = 0
    try:
        world = make_world(root)
        public = world.session.vault.info.vault_id.encode()[:32]
        secrets = {
            "database key": bytes(world.session.vault._keys.database_key[:32]),
            **keys_of(world.session.vault._keys),
            "passphrase": PASSPHRASE.encode(),
        }
        secrets = {name: secret for name, secret in secrets.items() if secret != public}
        world.close()
        size = 0
        print(f"Looked for: {', '.join(secrets)}")
        for _ in range(count):
            before, after, size = look(root, secrets)
            controls += ("database key", "raw") in before
            found += len(after)
            for name, form in after:
                print(f"  {name} as {form}")
        total = sum(1 for secret in secrets.values() for _ in forms(secret))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(f"{count} locks, {len(secrets)} secrets in {total} forms, {size / 1e6:.0f} MB of memory each")
    print(f"Control, before the lock: the database key was found {controls} of {count} times")
    print(f"After the lock: {found} hits")
    return 1 if found or controls != count else 0


if __name__ == "__main__":
    sys.exit(main())
