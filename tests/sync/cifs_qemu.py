"""The kernel's own CIFS client against a Samba server of the tests, in an emulated machine: few kernels of containers and
CI machines have it. Software emulation (tcg): with kvm it hung at 「Booting from ROM」 where that was tried.

The guest sees this machine's files read-only over 9p, so that it runs the very program that is tested; only a Python on
this machine must be readable to it. Packages (build/environment.py, LONG_PIECES): qemu-system-x86 busybox-static cpio kmod
cifs-utils, and the files of a Debian kernel, which are unpacked into .scratch and never installed.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.sync.samba import PASSWORD, Server

ROOT = Path(__file__).resolve().parents[2]
KERNEL = ROOT / ".scratch" / "kernel"
PROGRAMS = ("qemu-system-x86_64", "busybox", "cpio", "modprobe", "depmod", "mount.cifs")
# Without seqiv, ccm and their like the mount fails with 「smb3_crypto_aead_allocate failed」.
MODULES = ("ghash-generic seqiv ctr ccm gcm cmac sha512_generic ecb nls_utf8 crc32c_generic "
           "9p 9pnet_virtio virtio_pci virtio_net cifs").split()
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/sbin:/usr/bin:/usr/sbin PYTHONDONTWRITEBYTECODE=1 HOME=/mnt
mount -t proc p /proc; mount -t sysfs s /sys; mount -t devtmpfs d /dev
for m in /mods/*.ko; do insmod $m 2>/dev/null; done
sleep 1; ifconfig lo up; ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=262144 host /host
mount -t tmpfs t /host/mnt; mount -t tmpfs t /host/tmp; mount -t proc p /host/proc; mount --bind /dev /host/dev
mkdir /host/mnt/c /host/mnt/d
chroot /host {mount} //10.0.2.2/share /mnt/c -o {options}
chroot /host {mount} //10.0.2.2/share /mnt/d -o {options},nosharesock
echo MOUNTS $(grep -c ' cifs ' /proc/mounts)
cp /run.py /host/mnt/run.py
echo START; chroot /host {python} -u /mnt/run.py /mnt/c /mnt/d {root} {packages}; echo END $?
dmesg | grep -i cifs | tail -5
poweroff -f
"""


def missing() -> str | None:
    """What is not here; None where the guest can run."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    programs = [name for name in PROGRAMS if shutil.which(name, path=path) is None]
    if programs:
        return f"not installed: {' '.join(programs)} (build/test.py --long brings them)"
    if not list(KERNEL.glob("boot/vmlinuz-*")):
        return "no kernel in .scratch/kernel (build/test.py --long unpacks one)"
    return None


@dataclass(frozen=True)
class Ran:
    """What the guest said, and what its script ended with; None where it never came so far."""

    output: str
    code: int | None
    mounts: int


def run(server: Server, script: Path, home: Path, python: str, packages: str, patience: float = 400) -> Ran:
    """Boots, mounts the share twice as two clients, and runs the script with both mounts, the checkout and the packages."""
    version = next((KERNEL / "lib" / "modules").iterdir()).name
    tree = home / "initrd"
    for name in ("bin", "proc", "sys", "dev", "host", "mods"):
        (tree / name).mkdir(parents=True)
    shutil.copy(_program("busybox"), tree / "bin" / "busybox")
    for number, module in enumerate(_modules(version)):
        shutil.copy(module, tree / "mods" / f"{number:03d}.ko")
    options = f"port={server.port},user={server.user},password={PASSWORD},vers=3.1.1,ip=10.0.2.2,cache=none"
    init = tree / "init"
    init.write_text(INIT.format(options=options, python=python, root=ROOT, packages=packages, mount=_program("mount.cifs")))
    init.chmod(0o755)
    shutil.copy(script, tree / "run.py")
    names = "\0".join(str(path.relative_to(tree)) for path in [tree, *sorted(tree.rglob("*"))])
    packed = subprocess.run([_program("cpio"), "-0", "-o", "-H", "newc", "--quiet"], cwd=tree, input=names.encode(),
                            capture_output=True, check=True).stdout
    (home / "initrd.gz").write_bytes(gzip.compress(packed, 1))
    kernel = next(KERNEL.glob("boot/vmlinuz-*"))
    done = subprocess.run(
        [_program("qemu-system-x86_64"), "-accel", "tcg,thread=multi", "-M", "q35", "-smp", "2", "-cpu", "max", "-m", "768",
         "-nographic", "-no-reboot", "-kernel", str(kernel), "-initrd", str(home / "initrd.gz"),
         "-append", "console=ttyS0 quiet panic=-1", "-netdev", "user,id=n", "-device", "virtio-net-pci,netdev=n,romfile=",
         "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=patience, check=False)
    output = done.stdout.decode(errors="replace").replace("\r", "")
    ended, mounts = re.search(r"END (\d+)", output), re.search(r"MOUNTS (\d+)", output)
    return Ran(output, int(ended[1]) if ended else None, int(mounts[1]) if mounts else 0)


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert found is not None, name
    return found


def _modules(version: str) -> list[str]:
    """The files to load, in the order in which they need each other."""
    if not (KERNEL / "lib" / "modules" / version / "modules.dep").exists():
        subprocess.run([_program("depmod"), "-b", str(KERNEL), version], check=True)
    found: list[str] = []
    for module in MODULES:
        said = subprocess.run([_program("modprobe"), "-d", str(KERNEL), "-S", version, "--show-depends", module],
                              capture_output=True, text=True, check=False).stdout
        for line in said.splitlines():
            words = line.split()
            if words[:1] == ["insmod"] and words[1] not in found:
                found.append(words[1])
    return found
