"""Who runs PostgreSQL when we are root: the server refuses to, so it needs another identity that can reach its files.

In this order: a system user, where the folders on the way let it through; a user namespace, in which root is called
somebody else; a system user that keeps the one capability of passing closed folders. The last two serve
development and trials: a broken server could then write what root can. See docs/operations.md, a user of its own.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from iop.command import server_copy
from iop.command.progress import Refusal

SYSTEM_USERS = ("postgres", "nobody")
# In a namespace too the name must exist: initdb looks it up.
NAMESPACE_USER = "nobody"
NO_WAY = (
    "PostgreSQL does not run as root, and no other way works here: {folder} is closed to system users, and this "
    "machine allows neither user namespaces nor setpriv. Run ./iop as an ordinary user, or set IOP_HOME to a folder "
    "outside closed ones (for example /srv/openiop), or set DATABASE_URL to a PostgreSQL 15 or newer."
)


@dataclass(frozen=True)
class ServerUser:
    """How to start the server's programs, and who must own its files (None: whoever we are)."""

    name: str
    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None
    programs: Path = Path()

    def command(self, program: str, *words: object) -> list[str]:
        """One of the server's programs, started as this user."""
        return [*self.prefix, str(self.programs / program), *map(str, words)]

    def give(self, folder: Path) -> None:
        """Files that another way of starting left behind become readable for this one."""
        uid = os.geteuid() if self.uid is None else self.uid
        gid = os.getegid() if self.gid is None else self.gid
        if folder.stat().st_uid == uid:
            return
        os.chown(folder, uid, gid)
        for parent, folders, files in os.walk(folder):
            for name in folders + files:
                os.chown(Path(parent, name), uid, gid, follow_symlinks=False)


def choose(binaries: Path, folder: Path) -> ServerUser:
    """The first way that starts the server's program and reaches its folder."""
    if os.geteuid() != 0:
        return ServerUser("ourselves", programs=binaries)
    for way in ways():
        if reaches(way, binaries, folder):
            return replace(way, programs=binaries)
    copy = server_copy.outside_closed_folders(binaries)
    for way in ways():
        if copy and reaches(way, copy, folder):
            return replace(way, programs=copy)
    raise Refusal(NO_WAY.format(folder=folder))


def ways() -> Iterator[ServerUser]:
    users = [user for name in SYSTEM_USERS if (user := entry(name))]
    if setpriv := shutil.which("setpriv"):
        yield from (as_system_user(setpriv, user) for user in users)
    if (unshare := shutil.which("unshare")) and (user := entry(NAMESPACE_USER)):
        maps = (f"--map-user={user.pw_uid}", f"--map-group={user.pw_gid}")
        yield ServerUser("user namespace", (unshare, "--user", *maps, "--"))
    if setpriv:
        yield from (as_system_user(setpriv, user, capability="dac_override") for user in users)


def entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def as_system_user(setpriv: str, user: pwd.struct_passwd, capability: str = "") -> ServerUser:
    keep = (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}") if capability else ("--inh-caps=-all",)
    identity = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    name = f"system user {user.pw_name}" + (f" with {capability}" if capability else "")
    return ServerUser(name, (setpriv, *identity, *keep, "--"), user.pw_uid, user.pw_gid)


def reaches(way: ServerUser, binaries: Path, folder: Path) -> bool:
    """Try it: the program starts, its libraries load, and the way to its data is open."""
    return runs([*way.prefix, f"{binaries}/postgres", "--version"]) and runs([*way.prefix, "test", "-d", f"{folder}/."])


def runs(command: list[str]) -> bool:
    """Without complaint: the server prints a version even where it could not find its own file later."""
    done = subprocess.run(command, check=False, capture_output=True, cwd="/")
    return done.returncode == 0 and not done.stderr
