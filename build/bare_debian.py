#!/usr/bin/env python3
"""Prove the commands on a Debian 12 that has Python and nothing else: sudo python3 build/bare_debian.py
[--release bookworm] [--keep FOLDER] [--no-tests] [--built ARCHIVE]

debootstrap lays a minimal Debian in a folder outside the checkout, a clean clone of what is committed goes
into it, and there, from another working folder, run.py runs twice, package.py once and test.py twice; before
that run.py runs once as a user without rights, who must be told the one command that helps. --no-tests leaves
test.py out. With --built no Python is laid and no clone: the archive that package.py made is unpacked there,
and a user without rights practises, issues, makes a PDF, and does so in the window on an X server of this
machine. Prints the seconds of each step, ends with exit code 1 where one went wrong. Needs root, debootstrap,
git and about 2 GB (--built: Xvfb, xdotool, and the archive); takes some minutes.
All mounts live in a namespace of their own and go with it. How this machine reaches its package registries
(certificates, proxies) is copied, nothing else.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = "opt/branch_desk"
REACH_FILES = ("etc/resolv.conf", "etc/hosts", "etc/apt/apt.conf.d")
REACH_VARIABLES = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")
CERTIFICATES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")

RUN, TEST, PACKAGE = (f"python3 /{PLACE}/build/{name}.py" for name in ("run", "test", "package"))
NOT_SOURCE = " ".join(f"-name {name} -prune -o" for name in (".git", ".venv", ".scratch", "dist", "__pycache__"))

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
    ("package.py, with the try of what it built", "root", PACKAGE),
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

BUILT = "env HOME=/var/tmp /opt/branch_desk/branch-desk"  # nobody has no home
KEYS = ("5", "0", "1", "Return", "3", "F12")
BUILT_STEPS = (
    ("there is no Python", "nobody", "! ls /usr/bin/python* /usr/local/bin/python* 2>/dev/null | grep ."),
    (
        "practise, issue, PDF",
        "nobody",
        f"cd /var/tmp && {BUILT} setup --desk 101 --name 大師1 --branch 大師支所 --training && "
        f"{BUILT} staff add 12 佐野 && {BUILT} issue 501 --by 12 --sheets 3 --depositor 𠮷田髙﨑 --pdf slip.pdf && "
        "head -c 5 slip.pdf | grep -a %PDF",
    ),
    ("the whole demonstration", "nobody", f"cd /var/tmp && {BUILT} --home demo demo --out papers"),
    ("the ledger is whole", "nobody", f"cd /var/tmp && {BUILT} verify"),
)


def minimal(debian: Path, release: str, *include: str) -> None:
    """A Debian with what it cannot do without, and what is named."""
    named = ["--include=" + ",".join(include)] if include else []
    subprocess.run(
        ["debootstrap", "--variant=minbase", *named, release, str(debian)], check=True, stdout=subprocess.DEVNULL
    )


def lay(debian: Path, release: str) -> None:
    """A minimal Debian with Python, a clone of the checkout, and this machine's way to the registries."""
    minimal(debian, release, "python3")
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


def in_the_window(debian: Path) -> bool:
    """The window from in there on an X server of this machine, and one slip more by real keys."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        display = ":" + answer.readline().strip()
    here = {**os.environ, "DISPLAY": display}
    window = threading.Thread(target=inside, args=(debian, "nobody", f"DISPLAY={display} timeout 60 {BUILT}"))
    window.start()
    try:
        command = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "branch_desk"]
        found = subprocess.run(command, env=here, capture_output=True, text=True, timeout=30).stdout.split()
        time.sleep(3)  # nobody tells from outside that the first screen is drawn
        subprocess.run(["xdotool", "windowfocus", found[-1]], env=here, check=True)
        subprocess.run(["xdotool", "key", "--delay", "80", *KEYS], env=here, check=True)
        time.sleep(3)
        return "00002" in inside(debian, "nobody", f"{BUILT} ledger").stdout
    finally:
        server.terminate()
        window.join()


def prove_built(debian: Path, archive: Path) -> bool:
    """Unpack, start, practise, issue, PDF, on a machine without Python."""
    with tarfile.open(archive) as packed:
        packed.extractall(debian / "opt", filter="data")
    good = prove(debian, BUILT_STEPS)
    start = time.monotonic()
    issued = in_the_window(debian)
    said = f"{time.monotonic() - start:7.1f} s  a slip by real keys in the window, on a bare X server"
    print("ok " if issued else "BAD", said, flush=True)
    return good and issued


def prove(debian: Path, steps: tuple[tuple[str, str, str], ...]) -> bool:
    """All steps in turn, each with its seconds and the last line it said."""
    good = True
    for what, user, command in steps:
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
    parser.add_argument("--no-tests", action="store_true", help="leave test.py out")
    parser.add_argument("--built", type=Path, metavar="ARCHIVE", help="try what package.py made, without Python")
    chosen = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        print("needs root and debootstrap (apt-get install debootstrap)", file=sys.stderr)
        return 3
    debian = (chosen.keep or Path(tempfile.mkdtemp(prefix="bare-debian-"))).resolve()
    debian.mkdir(exist_ok=True)
    debian.chmod(0o755)  # a user without rights must be able to look in
    try:
        start = time.monotonic()
        if chosen.built:
            minimal(debian, chosen.release)
            laid = f"Debian {chosen.release} without Python"
        else:
            lay(debian, chosen.release)
            laid = f"Debian {chosen.release} with Python only, and a clean clone"
        print(f"ok  {time.monotonic() - start:7.1f} s  {laid}", flush=True)
        if chosen.built:
            return 0 if prove_built(debian, chosen.built) else 1
        steps = tuple(step for step in STEPS if not (chosen.no_tests and step[2] == TEST))
        return 0 if prove(debian, steps) else 1
    finally:
        if not chosen.keep:
            shutil.rmtree(debian)


if __name__ == "__main__":
    sys.exit(main())
