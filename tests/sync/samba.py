"""A Samba server of the tests' own on loopback, and its share through smbprotocol.

smbd needs neither root nor an account of the system: the line of its password file is written by hand, every
directory is private (Samba 4.17.12, Debian 12).
"""

from __future__ import annotations

import errno
import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any, TypeVar

import smbclient
from smbprotocol.exceptions import (
    SMBAuthenticationError,
    SMBConnectionClosed,
    SMBException,
    SMBOSError,
)

from sync.names import Path

PASSWORD = "password"
NT_HASH = "8846F7EAEE8FB117AD06BDD830B7586C"    # MD4 of "password"; smbpasswd -a would want root
PATIENCE = 20.0
CONF = """[global]
 workgroup = TEST
 server role = standalone server
 netbios name = SYNCTEST
 smb ports = {port}
 bind interfaces only = yes
 interfaces = lo
 disable netbios = yes
 private dir = {home}/private
 lock directory = {home}/lock
 state directory = {home}/state
 cache directory = {home}/cache
 pid directory = {home}/pid
 ncalrpc dir = {home}/ncalrpc
 log file = {home}/log/smbd.log
 passdb backend = smbpasswd:{home}/private/smbpasswd
 map to guest = never
 load printers = no
 printing = bsd
 printcap name = /dev/null
 disable spoolss = yes
 server min protocol = SMB3_00
[share]
 path = {home}/share
 read only = no
[readonly]
 path = {home}/share
 read only = yes
"""
_WORDS = {0xC0000034: errno.ENOENT, 0xC000003A: errno.ENOENT, 0xC0000035: errno.EEXIST, 0xC0000022: errno.EACCES,
          0xC0000043: errno.EBUSY, 0xC000007F: errno.ENOSPC, 0xC00000A2: errno.EROFS, 0xC0000103: errno.ENOTDIR,
          0xC00000BA: errno.EISDIR}
Answer = TypeVar("Answer")
# A handle of a connection that was cut can no longer be closed, and would complain whenever it is collected.
smbclient._io.SMBRawIO.__del__ = lambda handle: None


class Server:
    """One smbd; `share` is its folder as the server sees it."""

    def __init__(self, home: FilePath) -> None:
        self.home, self.share = home, home / "share"
        for name in ("private", "lock", "state", "cache", "pid", "ncalrpc", "log", "share"):
            (home / name).mkdir(parents=True, exist_ok=True)
        os.chmod(home, 0o755)
        self.user, self.port = getpass.getuser(), _free_port()
        conf = home / "smb.conf"
        conf.write_text(CONF.format(home=home, port=self.port), encoding="utf-8")
        passwords = home / "private" / "smbpasswd"
        passwords.write_text(f"{self.user}:{os.getuid()}:{'X' * 32}:{NT_HASH}:[U          ]:LCT-{int(time.time()):08X}:\n")
        passwords.chmod(0o600)
        path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        program = shutil.which("smbd", path=path)
        if program is None:
            raise RuntimeError("smbd is not installed: build/test.py brings it")
        self._process = subprocess.Popen([program, "-F", "--no-process-group", "-s", str(conf)], start_new_session=True,
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError((self.home / "log" / "smbd.log").read_text(errors="replace")[-2000:])

    def freeze(self, on: bool) -> None:
        """Everything of the server stops answering, without closing anything."""
        os.killpg(self._process.pid, signal.SIGSTOP if on else signal.SIGCONT)

    def stop(self) -> None:
        try:
            os.killpg(self._process.pid, signal.SIGCONT)
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()


@contextmanager
def server(home: FilePath) -> Iterator[Server]:
    made = Server(home)
    try:
        yield made
    finally:
        smbclient.reset_connection_cache(fail_on_error=False)
        made.stop()


class SmbFolder:
    """`sync.folder.Folder` over smbprotocol: every call is a conversation with the server."""

    def __init__(self, made: Server, below: str = "", *, port: int | None = None, share: str = "share") -> None:
        self.root = str(made.share / below)
        self._port, self._server = port or made.port, made
        self._base = rf"\\127.0.0.1\{share}" + (rf"\{below}" if below else "")
        smbclient.ClientConfig(username=made.user, password=PASSWORD)   # so that a lost session is made again

    def read(self, path: Path, cap: int) -> bytes:
        def do() -> bytes:
            with smbclient.open_file(self._at(path), mode="rb", share_access="rwd", buffering=0, port=self._port) as file:
                parts, left = [], cap + 1
                while left > 0 and (part := file.read(left)):
                    parts.append(part)
                    left -= len(part)
                return b"".join(parts)

        return self._try(do)

    def names(self, path: Path) -> list[str]:
        return self._try(lambda: sorted(smbclient.listdir(self._at(path), port=self._port)))

    def make(self, path: Path) -> None:
        for length in range(1, len(path) + 1):
            try:
                self._try(lambda length=length: smbclient.mkdir(self._at(path[:length]), port=self._port))
            except FileExistsError:
                continue

    def write_new(self, path: Path, data: bytes) -> None:
        def do() -> None:
            with smbclient.open_file(self._at(path), mode="xb", share_access="rw", buffering=0, port=self._port) as file:
                file.write(data)
                file.fd.flush()
            if smbclient.stat(self._at(path), port=self._port).st_size != len(data):
                raise OSError(errno.EIO, "the file is shorter than what was written")

        self._try(do)

    def claim(self, part: Path, path: Path) -> None:
        self._try(lambda: smbclient.rename(self._at(part), self._at(path), port=self._port))

    def remove(self, path: Path) -> None:
        self._try(lambda: smbclient.remove(self._at(path), port=self._port))

    def modified(self, path: Path) -> float:
        return float(self._try(lambda: smbclient.stat(self._at(path), port=self._port).st_mtime))

    def reconnect(self) -> None:
        """After a cut: smbprotocol keeps the dead connection otherwise (guides/sync.md, section 9)."""
        smbclient.reset_connection_cache(fail_on_error=False)

    def _at(self, path: Path) -> str:
        return "\\".join((self._base, *path))

    def _try(self, do: Callable[[], Answer]) -> Answer:
        try:
            return do()
        except SMBOSError as error:
            raise _of_status(error.ntstatus) from error
        except (SMBConnectionClosed, SMBAuthenticationError) as error:
            self.reconnect()
            raise OSError(errno.ECONNRESET, "the connection is gone") from error
        except SMBException as error:
            raise _of_status(getattr(error, "status", 0)) from error
        except ValueError as error:     # of a connection that could not be made
            self.reconnect()
            raise OSError(errno.EHOSTDOWN, "the server does not answer") from error


def _of_status(status: Any) -> OSError:
    code = _WORDS.get(int(status), errno.EIO)
    return OSError(code, os.strerror(code))     # OSError makes the FileNotFoundError and so on of it


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
