"""The catalogue on the desk: the tree of categories, what each asks of its lots, features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from components.account import Refused
from components.admin.console import console
from components.admin.settings import plain
from components.templates import render
from components.words import say
from services.views import CategoryNode, FeatureRule, FeatureView, VersionView, Visitor

KINDS = ("text", "number", "choice", "yes_no", "date")


def tree_response(
    request: Request,
    visitor: Visitor,
    tree: Sequence[CategoryNode],
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with the tree of categories and the form of a new one."""
    return _page(request, visitor, "tree", say("admin.catalogue"), refused=refused, tree=tree)


def category_response(
    request: Request,
    visitor: Visitor,
    node: CategoryNode,
    tree: Sequence[CategoryNode],
    rules: Sequence[FeatureRule],
    features: Sequence[FeatureView],
    history: Sequence[VersionView],
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with one category: its name and place, and what its lots are asked."""
    within = {each.id for each in node.walk()}
    asked = {rule.id for rule in rules if rule.category_id == node.id}
    return _page(
        request,
        visitor,
        "category",
        node.name,
        refused=refused,
        node=node,
        places=[each for root in tree for each in root.walk() if each.id not in within],
        rules=rules,
        offered=by_category(feature for feature in features if feature.id not in asked),
        version=history[0].version if history else 0,
        history=[replace(one, content=_category_said(one.content)) for one in history],
    )


def by_category(features: Iterable[FeatureView]) -> list[tuple[str, list[FeatureView]]]:
    """Group features by the first category that asks for them; those of none come last."""
    groups: defaultdict[str, list[FeatureView]] = defaultdict(list)
    for feature in features:
        groups[next(iter(feature.categories), "")].append(feature)
    return sorted(groups.items(), key=lambda pair: (not pair[0], pair[0]))


def features_response(
    request: Request,
    visitor: Visitor,
    features: Sequence[FeatureView],
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with all features and the form of a new one."""
    title = say("admin.features")
    return _page(request, visitor, "features", title, refused=refused, features=features)


def feature_response(
    request: Request,
    visitor: Visitor,
    feature: FeatureView,
    history: Sequence[VersionView],
    *,
    refused: Refused | None = None,
) -> HTMLResponse:
    """Answer with the form of one feature."""
    crumbs = [(say("admin.features"), "/admin/features")]
    return _page(
        request,
        visitor,
        "feature",
        feature.name,
        refused=refused,
        crumbs=crumbs,
        feature=feature,
        values=values_of(feature),
        version=history[0].version if history else 0,
        history=[replace(one, content=_feature_said(one.content)) for one in history],
    )


def values_of(feature: FeatureView) -> dict[str, str]:
    """Write a feature as the fields of its form."""
    bounds = {"low": feature.low, "high": feature.high}
    dated = feature.kind == "date"
    return {
        "feature_name": feature.name,
        "kind": feature.kind,
        "unit": feature.unit,
        "choices": "\n".join(feature.choices),
        **{
            name: ""
            if bound is None
            else date.fromordinal(int(bound)).isoformat()
            if dated
            else plain(bound)
            for name, bound in bounds.items()
        },
    }


def _category_said(content: Mapping[str, Any]) -> dict[str, str]:
    """Write a version of a category by the names of its form's fields."""
    said = {
        "category_name": content["name"],
        "parent_id": content["parent"] or say("admin.catalogue.top"),
        "position": str(content["position"]),
        "features": ", ".join(one["feature"] for one in content["features"]),
    }
    retired = {"retired": say("admin.catalogue.retired")}
    return said | (retired if content["retired"] else {})


def _feature_said(content: Mapping[str, Any]) -> dict[str, str]:
    kind = say(f"admin.feature.kind.{content['kind']}")
    said = {"feature_name": content["name"], "kind": kind, "unit": content["unit"] or ""}
    said["choices"] = ", ".join(content["choices"] or ())
    return said | {name: content[name] or "" for name in ("low", "high")}


def _page(
    request: Request,
    visitor: Visitor,
    name: str,
    title: str,
    *,
    crumbs: Sequence[tuple[str, str]] | None = None,
    refused: Refused | None = None,
    **context: object,
) -> HTMLResponse:
    if crumbs is None:
        crumbs = [(say("admin.catalogue"), "/admin/catalogue")] if name == "category" else []
    return console(
        request,
        visitor,
        title,
        f"admin_catalogue_{name}.html",
        section="features" if name.startswith("feature") else "catalogue",
        crumbs=crumbs,
        refused=refused,
        done="admin.catalogue.done",
        head=render("admin_settings_head.html"),
        kinds=KINDS,
        **context,
    )
