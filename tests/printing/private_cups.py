"""A CUPS of the test's own: on the loopback, with all its files in one folder, gone at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

SETTINGS = """LogLevel warn
MaxLogSize 0
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Location /admin>
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES = """ServerRoot {place}/root
RequestRoot {place}/spool
TempDir {place}/spool/tmp
CacheDir {place}/cache
StateDir {place}/state
ErrorLog {place}/error_log
AccessLog {place}/access_log
PageLog {place}/page_log
FileDevice Yes
SystemGroup {group}
"""
# A printer for plain paper that takes PDF and any size: what it is sent shows what CUPS made of the page.
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PLAIN.PPD"
*Manufacturer: "Test"
*Product: "(Plain)"
*ModelName: "Plain"
*ShortNickName: "Plain"
*NickName: "Plain"
*PSVersion: "(3010.000) 550"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter: "application/vnd.cups-pdf 0 -"
*VariablePaperSize: True
*MaxMediaWidth: "1000"
*MaxMediaHeight: "4000"
*HWMargins: 0 0 0 0
*NonUIOrderDependency: 100 AnySetup *CustomPageSize
*CustomPageSize True: "pop pop pop <</PageSize [5 -2 roll]>>setpagedevice"
*ParamCustomPageSize Width: 1 points 36 1000
*ParamCustomPageSize Height: 2 points 36 4000
*ParamCustomPageSize Orientation: 3 int 0 3
*ParamCustomPageSize WidthOffset: 4 points 0 0
*ParamCustomPageSize HeightOffset: 5 points 0 0
*OpenUI *PageSize: PickOne
*DefaultPageSize: A4
*PageSize A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: A4
*PageRegion A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "0 0 595 842"
*ImageableArea A5: "0 0 420 595"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
*PaperDimension A5: "420 595"
"""


class Missing(Exception):
    """This machine cannot run a CUPS; the message says why."""


class PrivateCups:
    """Runs from the beginning of its with block to the end."""

    def __init__(self) -> None:
        path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
        self._tools = {
            name: shutil.which(name, path=path) for name in ("cupsd", "lpadmin", "cupsdisable", "cupsreject")
        }
        lacking = [name for name, place in self._tools.items() if not place]
        if lacking:
            raise Missing(
                f"no {', '.join(lacking)}: Debian's packages cups and cups-client bring them; "
                "build/test.py installs them"
            )
        # Its helpers run as another user, so the folder must be open to them; pytest's own is not.
        self.place = Path(tempfile.mkdtemp(prefix="cups-"))
        self.place.chmod(0o755)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.server = f"127.0.0.1:{port}"
        self._environment = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        for folder in ("root", "spool/tmp", "cache", "state"):
            (self.place / folder).mkdir(parents=True)
        import grp  # not on Windows, where this module is imported too

        group = grp.getgrgid(os.getgid()).gr_name
        (self.place / "cupsd.conf").write_text(SETTINGS.format(port=port), encoding="utf-8")
        (self.place / "files.conf").write_text(FILES.format(place=self.place, group=group), encoding="utf-8")
        (self.place / "plain.ppd").write_text(PPD, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def start(self) -> None:
        """Start the scheduler and wait until it answers."""
        command = [
            self._tools["cupsd"],
            "-f",
            "-c",
            self.place / "cupsd.conf",
            "-s",
            self.place / "files.conf",
        ]
        with open(self.place / "out", "wb") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        end = time.monotonic() + 20
        while time.monotonic() < end and self._process.poll() is None:
            if (
                b"is running"
                in subprocess.run(["lpstat", "-r"], env=self._environment, capture_output=True).stdout
            ):
                return
            time.sleep(0.05)
        said = (self.place / "out").read_text(errors="replace")
        self.stop()
        raise Missing(f"cupsd does not start here: {said.strip() or 'it says nothing'}")

    def stop(self) -> None:
        """End the scheduler and its helpers."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def queue(self, name: str, device: str, *, ppd: bool = False) -> str:
        """Make a queue; raw, or one for plain paper that sends PDF."""
        how = ["-P", str(self.place / "plain.ppd")] if ppd else ["-m", "raw"]
        self.tool("lpadmin", "-p", name, "-E", "-v", device, "-o", "printer-error-policy=retry-job", *how)
        return name

    def file_queue(self, name: str) -> Path:
        """A queue for plain paper whose last job lies in a file."""
        out = self.place / f"{name}.pdf"
        self.queue(name, out.as_uri(), ppd=True)
        return out

    def tool(self, name: str, *arguments: str) -> None:
        """One of the commands of the administrator."""
        done = subprocess.run(
            [self._tools[name], *arguments], env=self._environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def waiting(self) -> str:
        """The jobs that are not completed, as lpstat lists them."""
        return subprocess.run(
            ["lpstat", "-W", "not-completed", "-o"], env=self._environment, capture_output=True, text=True
        ).stdout
