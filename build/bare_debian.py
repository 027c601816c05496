#!/usr/bin/env python3
"""Prove both commands on a Debian 12 that has Python and nothing else: sudo python3 build/bare_debian.py
[--release bookworm] [--keep FOLDER]

debootstrap lays a minimal Debian in a folder outside the checkout, a clean clone of what is committed goes
into it, and there, from another working folder, run.py and test.py each run twice; before that run.py runs
once as a user without rights, who must be told the one command that helps. Prints the seconds of each step,
ends with exit code 1 where one went wrong. Needs root, debootstrap, git and about 2 GB; takes some minutes.
All mounts live in a namespace of their own and go with it. How this machine reaches its package registries
(certificates, proxies) is copied, nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = "opt/branch_desk"
REACH_FILES = ("etc/resolv.conf", "etc/hosts", "etc/apt/apt.conf.d")
REACH_VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")
CERTIFICATES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")

RUN, TEST = f"python3 /{PLACE}/build/run.py", f"python3 /{PLACE}/build/test.py"
NOT_SOURCE = " ".join(f"-name {name} -prune -o" for name in (".git", ".venv", ".scratch", "__pycache__"))

# (what it proves, as whom, command); exit code 0 is right
STEPS = (
    (
        "run.py without rights ends with 3 and names the command",
        "nobody",
        f"cp -r /{PLACE} /var/tmp/his; python3 /var/tmp/his/build/run.py 2>/var/tmp/said; "
        "test $? = 3 && grep 'sudo apt-get install .*python3-venv' /var/tmp/said",
    ),
    ("run.py, first time", "root", RUN),
    ("run.py, second time", "root", RUN),
    ("test.py, first time", "root", TEST),
    ("test.py, second time", "root", TEST),
    (
        "the window opens on a display and stays",
        "root",
        "Xvfb -displayfd 3 -screen 0 1366x768x24 3>/var/tmp/display & sleep 3; "
        f"DISPLAY=:$(cat /var/tmp/display) timeout 20 {RUN}; test $? = 124",
    ),
    (
        "nothing was written into the clone",
        "root",
        f"find /{PLACE} {NOT_SOURCE} -newer /{PLACE}/.git/laid -type f -print | (! grep .)",
    ),
)


def lay(debian: Path, release: str) -> None:
    """A minimal Debian with Python, a clone of the checkout, and this machine's way to the registries."""
    subprocess.run(
        ["debootstrap", "--variant=minbase", "--include=python3", release, str(debian)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for name in REACH_FILES:
        source, target = Path("/", name), debian / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for certificates in filter(None, map(os.environ.get, CERTIFICATES)):
        # Not in the place of Debian's own bundle, which apt rewrites on the way.
        shutil.copyfile(certificates, debian / "opt" / "certificates.pem")
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(debian / PLACE)], check=True)
    (debian / PLACE / ".git" / "laid").touch()


def inside(debian: Path, user: str, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in there as on a machine of its own, from a working folder that is not the checkout."""
    script = (
        f"mount --bind /dev {debian}/dev && mount -t tmpfs tmpfs {debian}/dev/shm && "
        f"mount -t proc proc {debian}/proc && "
        f'exec chroot --userspec={user} {debian} /bin/bash -c \'cd /var; exec "$0" "$@"\' /bin/bash -c "$1"'
    )
    reach = {name: os.environ[name] for name in REACH_VARIABLES if name in os.environ}
    reach |= {"PIP_CERT": "/opt/certificates.pem"} if (debian / "opt" / "certificates.pem").exists() else {}
    return subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "sh", "-c", script, "sh", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **reach,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": os.path.expanduser(f"~{user}"),
        },
    )


def prove(debian: Path) -> bool:
    """All steps in turn, each with its seconds and the last line it said."""
    good = True
    for what, user, command in STEPS:
        start = time.monotonic()
        done = inside(debian, user, command)
        good = good and done.returncode == 0
        last = (done.stdout.strip().splitlines() or [""])[-1]
        word = "BAD" if done.returncode else "ok "
        print(f"{word} {time.monotonic() - start:7.1f} s  {what}: {last}", flush=True)
        if done.returncode:
            print(f"exit code {done.returncode}; the end of what it said:\n{done.stdout[-6000:]}", flush=True)
    return good


def main() -> int:
    """Lay, prove, clear away."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--release", default="bookworm")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="lay it there and leave it to look around"
    )
    chosen = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("needs root and debootstrap (apt-get install debootstrap)", file=sys.stderr)
        return 3
    debian = (chosen.keep or Path(tempfile.mkdtemp(prefix="bare-debian-"))).resolve()
    debian.mkdir(exist_ok=True)
    debian.chmod(0o755)  # a user without rights must be able to look in
    try:
        start = time.monotonic()
        lay(debian, chosen.release)
        laid = f"Debian {chosen.release} with Python only, and a clean clone"
        print(f"ok  {time.monotonic() - start:7.1f} s  {laid}", flush=True)
        return 0 if prove(debian) else 1
    finally:
        if not chosen.keep:
            shutil.rmtree(debian)


if __name__ == "__main__":
    sys.exit(main())
