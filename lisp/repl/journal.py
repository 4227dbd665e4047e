"""The journal: each text that is evaluated at the prompt is on the disk before it runs, so that a crash loses nothing.

One file an image, in the user's state folder: a line of JSON a record.

    {"image": PATH, "process": N}     a session begins      {"form": TEXT}   is going to run
    {"done": true}                    it has run            {"end": true}    the session ended as it should

A journal that does not end with `end` is what a crash left: `lost` are its texts, and it stays, renamed to .lost, until it
was replayed or forgotten. A session that is saved to an image goes on with the journal of that image, from nothing.
"""

from __future__ import annotations

import json
import os
import sys
from errno import EINVAL, ENOSYS, ENOTSUP, EROFS

from lisp.repl.places import state_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


class Journal:
    """The journal of a session on IMAGE (a path, or "" for the base image); without a folder nothing is kept."""

    def __init__(self, image: str, folder: str | None = None) -> None:
        self.folder = folder if folder is not None else state_folder("journals")
        self.file: TextIO | None = None
        self.path = ""
        self.begun = False  # whether there is anything in it
        self.lost: list[str] = []
        self.unfinished = False  # whether the last of them was running when the session ended
        self.other: int | None = None  # the process of another prompt on the same image
        self.open(image)

    def open(self, image: str) -> None:
        """Begin the journal of IMAGE; what an earlier session left in it becomes `lost`."""
        self.begun = False
        if self.folder is None:
            return
        name = os.path.join(self.folder, name_of(image))
        try:
            self.take(name, image)
        except OSError:  # a full disk, a folder that cannot be written: a prompt without a journal is still one
            self.file = None

    def take(self, name: str, image: str) -> None:
        path = name + ".journal"
        file = open(path, "a+", encoding="utf-8")
        if not lock(file):
            file.seek(0)
            self.other = owner_of(file.readlines())
            path = f"{name}-{os.getpid()}.journal"
            file.close()
            file = open(path, "a+", encoding="utf-8")
            lock(file)
        file.seek(0)
        lost_path = name + ".lost"
        append(lost_path, contents(file.readlines()))
        if self.other is None:
            self.take_others(name, lost_path)
        self.lost, self.unfinished = [], False
        if self.other is None and os.path.exists(lost_path):
            with open(lost_path, encoding="utf-8") as lost:
                self.lost, self.unfinished, _ = contents(lost.readlines())
        file.truncate(0)
        self.file, self.path = file, path
        self.lost_path = lost_path
        self.write({"image": image, "process": os.getpid()})

    def take_others(self, name: str, lost_path: str) -> None:
        """What further prompts on the image left, those that are not at work any more, is lost as well."""
        folder, begun = os.path.split(name)
        others = [file for file in sorted(os.listdir(folder)) if file.startswith(begun + "-") and file.endswith(".journal")]
        for path in [os.path.join(folder, file) for file in others]:
            with open(path, "a+", encoding="utf-8") as file:
                if lock(file):
                    file.seek(0)
                    append(lost_path, contents(file.readlines()))
                    os.unlink(path)

    def begin(self, text: str) -> None:
        """TEXT is going to be evaluated."""
        self.begun = True
        self.write({"form": text})
        if self.file is not None:
            self.sync(self.file.fileno())

    def sync(self, descriptor: int) -> None:
        """Have what was written on the disk. What cannot be synchronised at all (a pipe, some network and FUSE file systems)
        is as safe as it can be; after any other failure, such as a disk that is full or broken, nothing more is kept."""
        try:
            os.fsync(descriptor)
        except OSError as problem:
            if problem.errno not in (EINVAL, ENOTSUP, ENOSYS, EROFS):
                self.give_up(problem)

    def give_up(self, problem: OSError) -> None:
        """Keep nothing more, and say so once."""
        self.file = None
        print(f"the journal cannot be written any more: {(problem.strerror or str(problem)).lower()}", file=sys.stderr)

    def finish(self) -> None:
        """What was begun has been evaluated."""
        self.write({"done": True})

    def write(self, record: dict) -> None:
        if self.file is None:
            return
        try:
            self.file.write(json.dumps(record) + "\n")
            self.file.flush()
        except OSError as problem:
            self.give_up(problem)

    def forget(self) -> None:
        """What a crash left is not wanted any more."""
        self.lost, self.unfinished = [], False
        if self.file is not None and os.path.exists(self.lost_path):
            os.unlink(self.lost_path)

    def move(self, image: str) -> None:
        """The session was saved to IMAGE: what comes from now on is that image's."""
        self.close()
        self.other = None
        self.open(image)
        self.forget()

    def leave(self) -> None:
        """The session ends without being asked to, as by a closed terminal: what was not saved is offered the next time."""
        if self.file is not None:
            self.file.close()
            if not self.begun:
                os.unlink(self.path)
        self.file = None

    def close(self) -> None:
        """The session ends as it should."""
        if self.file is None:
            return
        self.write({"end": True})
        if self.file is not None:
            self.file.close()
            os.unlink(self.path)
        self.file = None


def append(path: str, found: tuple[list[str], bool, bool]) -> None:
    """Add to the file of lost texts at PATH what was FOUND in a journal, unless its session ended as it should."""
    texts, unfinished, ended = found
    if texts and not ended:
        with open(path, "a", encoding="utf-8") as lost:
            lost.writelines(json.dumps({"form": text}) + '\n{"done": true}\n' for text in texts[:-1])
            lost.write(json.dumps({"form": texts[-1]}) + ("\n" if unfinished else '\n{"done": true}\n'))


def contents(lines: list[str]) -> tuple[list[str], bool, bool]:
    """The texts in a journal's LINES, whether the last had not finished, whether the session ended as it should."""
    texts: list[str] = []
    unfinished = ended = False
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:  # a line cut short by the crash
            continue
        if "form" in record:
            texts.append(record["form"])
            unfinished = True
        unfinished = unfinished and "done" not in record
        ended = "end" in record
    return texts, unfinished, ended


def owner_of(lines: list[str]) -> int:
    """The process that writes the journal with LINES."""
    try:
        return int(json.loads(lines[0])["process"])
    except (ValueError, KeyError, IndexError):
        return 0


def name_of(image: str) -> str:
    """The file name, without its ending, of the journal of IMAGE."""
    from _blake2 import blake2b

    return blake2b(os.path.abspath(image).encode(), digest_size=8).hexdigest() if image else "base"


def lock(file: TextIO) -> bool:
    """Whether FILE could be locked for this process; where there are no locks, it is taken to be ours."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
