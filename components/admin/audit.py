"""The proof of the audit log on screen: whether its chain is whole, and the head to note."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.admin.console import console
from components.feedback import notice
from components.templates import render
from components.words import say
from services.views import Verdict, Visitor


def proof_response(
    request: Request, visitor: Visitor, found: Verdict, *, noted: str
) -> HTMLResponse:
    """Answer with what a walk along the chain has found."""
    kind = f"broken.{found.broken}" if found.broken else "known" if noted else "whole"
    said = say(f"admin.audit.{kind}", count=found.count, position=found.position or 0)
    return console(
        request,
        visitor,
        say("admin.audit.proof"),
        "admin_audit_proof.html",
        section="audit",
        crumbs=[(say("admin.audit"), "/admin/audit")],
        head=render("admin_settings_head.html"),
        verdict=notice("danger" if found.broken else "success", said),
        found=found,
        noted=noted,
    )
