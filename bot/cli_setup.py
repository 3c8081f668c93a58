"""`ev manifest`, `ev doctor`, `ev db`: setting up and keeping in order."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.jobs import plan_due_digests
from bot.manifest import manifest_text
from bot.rereading import reread
from bot.services import open_services
from bot.settings import load_settings
from db.backup import backup, restore
from db.database import open_database


def manifest(_options: argparse.Namespace) -> None:
    """Print the manifest."""
    print(manifest_text(), end="")


def doctor(_options: argparse.Namespace) -> int:
    """Say what is wrong and how to mend it; exit 1 while something is."""
    from bot.doctor import examine

    findings = list(examine())
    for finding in findings:
        print(f"{'ok   ' if finding.ok else 'WRONG'}  {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def db(options: argparse.Namespace) -> None:
    """Bring the store up to date, copy it, or put a copy back."""
    url = load_settings().ev_database_url
    if options.verb == "upgrade":
        open_database(url).close()
        print("the store is up to date")
    elif options.verb == "reread":
        with closing(open_services(load_settings())) as services:
            done = reread(services)
        print(f"{done.read} articles read again, {done.kept} kept as they were, their text being gone")
        print(f"{done.claims_before} claims before, {done.claims} now")
    elif options.verb == "backup":
        backup(url, Path(options.file))
        print(f"copied to {options.file}")
    else:
        restore(url, Path(options.file), options.force)
        _skip_what_may_be_posted()
        print(f"restored from {options.file}")


def _skip_what_may_be_posted() -> None:
    """Record the slots since the copy was taken as missed: they may have been posted. The next digests cover them."""
    with closing(open_services(load_settings())) as services:
        with services.database.read() as tx:
            workspaces = tx.workspaces.all_ids()
        for workspace_id in workspaces:
            plan_due_digests(services, workspace_id, grace=timedelta(seconds=-1))
