"""The categories as a tree, read in one query and kept until the catalogue changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from catalog.models import Category, Product
from catalog.replica import reading
from catalog.shown import remember_counts


@dataclass
class Node:
    """A category with what lies in it."""

    pk: int
    parent: int | None
    name: str
    slug: str
    path: str
    description: str
    own_count: int
    children: list["Node"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many products are for sale in the whole branch."""
        return self.own_count + sum(child.count for child in self.children)

    @property
    def url(self) -> str:
        """The page of the category."""
        return reverse("catalog:category", args=[self.slug])

    def branch(self) -> Iterator["Node"]:
        """Yield the category and all that lie in it."""
        yield self
        for child in self.children:
            yield from child.branch()


@dataclass
class Tree:
    """All categories, in the order that staff gave them."""

    nodes: list[Node]

    @cached_property
    def by_pk(self) -> dict[int, Node]:
        """The categories by their ids."""
        return {node.pk: node for node in self.nodes}

    @cached_property
    def by_slug(self) -> dict[str, Node]:
        """The categories by their slugs."""
        return {node.slug: node for node in self.nodes}

    @property
    def roots(self) -> list[Node]:
        """The categories that lie in no other one."""
        return [node for node in self.nodes if node.parent is None]

    def way_to(self, pk: int) -> list[Node]:
        """Return the categories from the root down to this one."""
        node = self.by_pk.get(pk)
        way: list[Node] = []
        while node:
            way.insert(0, node)
            node = self.by_pk.get(node.parent) if node.parent else None
        return way


def tree(edition: str) -> Tree:
    """Return the tree of an edition; one query when it is not kept."""
    return Tree(remember_counts(edition, _read, "tree"))


def _read() -> list[Node]:
    sold = Product.objects.for_sale().filter(category=OuterRef("pk")).order_by()
    count = sold.values("category").annotate(total=Count("pk")).values("total")
    rows = Category.objects.using(reading()).annotate(total=Coalesce(Subquery(count), 0))
    nodes = [
        Node(row.pk, row.parent_id, row.name, row.slug, row.path, row.description, row.total)
        for row in rows.order_by("position", "name")
    ]
    by_pk = {node.pk: node for node in nodes}
    for node in nodes:
        if node.parent in by_pk:
            by_pk[node.parent].children.append(node)
    return nodes
