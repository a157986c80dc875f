"""A device as the tests speak of it: it hands entries in by the door that browsers use."""

import json
from mimetypes import guess_type
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone


def entry(body, *, kind="complaint", owner="", key=""):
    written = timezone.now().timestamp() * 1000
    return {"key": key or str(uuid4()), "kind": kind, "owner": owner, "written": written, "body": body}


def owner(client: Client) -> str:
    return str(client.get(reverse("offline:hello")).json()["owner"])


def hand_in(client: Client, *entries, files=None):
    """Hand entries in; return the answers. `files` are by key: lists of (name, content)."""
    sent = {"entries": json.dumps(entries)}
    for key, papers in (files or {}).items():
        sent[f"file:{key}"] = [SimpleUploadedFile(name, content, guess_type(name)[0]) for name, content in papers]
    found = client.post(reverse("offline:sync"), sent)
    assert found.status_code == 200, found.content.decode()
    return found.json()["answers"]
