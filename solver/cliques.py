"""Covers a graph's edges with maximal cliques: few strong rows instead of many weak ones."""

from collections.abc import Iterator


def clique_cover(neighbours: list[int]) -> Iterator[list[int]]:
    """Cliques that together hold every edge of a graph.

    `neighbours` has for each node the bits of those it shares an edge with. Each clique
    is maximal and lists node numbers. The work is bounded by the number of edges,
    whatever the graph.
    """
    open_edges = list(neighbours)
    for start in range(len(neighbours)):
        while open_edges[start]:
            clique = _grown(start, neighbours, open_edges)
            members = sum(1 << node for node in clique)
            for node in clique:
                open_edges[node] &= ~members
            yield clique


def _grown(start: int, neighbours: list[int], open_edges: list[int]) -> list[int]:
    """A maximal clique around `start` that takes edges still open before others."""
    clique = [start]
    wanted, common = open_edges[start], neighbours[start]
    while common:
        pool = wanted & common or common
        node = (pool & -pool).bit_length() - 1
        clique.append(node)
        common &= neighbours[node]
    return clique
