"""Relays on a board: who interprets a language only into another, and how seats use them.

A relay is understood by an adviser who advises in its bridge language, or through one
more interpreter of that. So for each of them there is a column for the seats of every
flow of advisers who hear it themselves, and one for the relays that are taken further.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from solver.entities import Problem
from solver.flows import Flow, relays_of
from solver.model import Model
from solver.pairs import INTERPRETER, Pairs
from solver.vectors import Flags, Whole
from solver.week import Week

Way = tuple[int, str, str]
"""A session's number, a language, and the bridge language it is interpreted into."""

Key = tuple[int, str]
"""A session's number and a language."""

Node = tuple[str, object]
"""Where seats pass on their way to being understood: what it is, and which."""

BEGIN: Final[Node] = ("begin", "")
END: Final[Node] = ("end", "")


def beside_relays(problem: Problem, week: Week, pairs: Pairs) -> Flags:
    """The pairs of interpreters who could take a relay in their session further."""
    bridges = {
        session: {bridge for _, bridge in ways}
        for session, ways in relays_of(problem, week, pairs).items()
    }
    relayed = np.isin(pairs.session, list(bridges))
    beside = np.zeros(pairs.count, dtype=np.bool_)
    for place in np.flatnonzero(relayed & (pairs.role == INTERPRETER)).tolist():
        person = problem.volunteers[pairs.volunteer[place]]
        beside[place] = not person.interprets.isdisjoint(bridges[int(pairs.session[place])])
    return beside


class Relays:
    """The relays that seats of a board can use, by their way; of most boards there are none.

    `present` are the flows of those who relay. `hearing` are the flows of advisers who
    hear them, each with the column of the seats that do, `bridged` the column of the
    relays that one more interpreter takes further.
    """

    def __init__(self, model: Model, seats: Sequence[Flow], tongues: Sequence[Flow]) -> None:
        self.present = defaultdict[Way, list[Flow]](list)
        self.hearing = defaultdict[Way, list[tuple[Flow, int]]](list)
        self.bridged: dict[Way, int] = {}
        self._waiting = defaultdict[Key, list[Flow]](list)
        self._direct = defaultdict[Key, list[Flow]](list)
        sessions = {flow.session for flow in tongues if flow.bridge}
        for flow in seats:
            if flow.session in sessions and not flow.understood:
                self._waiting[flow.session, flow.language].append(flow)
        for flow in tongues:
            key = (flow.session, flow.language)
            if flow.bridge and key in self._waiting:
                self.present[*key, flow.bridge].append(flow)
            elif flow.session in sessions and not flow.bridge:
                self._direct[key].append(flow)
        for way, flows in self.present.items():
            self._add_columns(model, way, sum(flow.most for flow in flows))

    def _add_columns(self, model: Model, way: Way, most: int) -> None:
        session, language, bridge = way
        for flow in self._waiting[session, language]:
            if bridge in flow.hears:
                column = model.columns(1, 0, min(most, flow.most))
                self.hearing[way].append((flow, column))
        if (session, bridge) in self._direct:
            self.bridged[way] = model.columns(1, 0, most)

    def used(self, way: Way) -> list[int]:
        """The columns that say how many of the relays seats depend on."""
        heard = [column for _, column in self.hearing[way]]
        return [*heard, self.bridged[way]] if way in self.bridged else heard

    def settle(self, values: Whole) -> None:
        """Fill in who hears whom, where people sit so that every seat is understood."""
        passings: dict[int, _Passing] = {}
        for way, flows in self.present.items():
            passings.setdefault(way[0], _Passing(values)).relay(self, way, flows)
        for (session, language), flows in self._waiting.items():
            if session in passings:
                passings[session].wait(language, flows)
        for (session, language), flows in self._direct.items():
            if session in passings:
                passings[session].interpret(language, flows)
        for passing in passings.values():
            passing.settle()


class _Passing:
    """Seats of one session as a flow through the interpreters who make them understood."""

    def __init__(self, values: Whole) -> None:
        self._values = values
        self._room: dict[tuple[Node, Node], int] = {}
        self._columns: dict[tuple[Node, Node], int] = {}

    def wait(self, language: str, flows: list[Flow]) -> None:
        """Add the seats that somebody has to interpret for."""
        seats: Node = ("seats", language)
        self._room[BEGIN, seats] = self._room[seats, ("direct", language)] = self._taken(flows)

    def interpret(self, language: str, flows: list[Flow]) -> None:
        """Add those who interpret directly."""
        self._room[("direct", language), END] = self._taken(flows)

    def relay(self, relays: Relays, way: Way, flows: list[Flow]) -> None:
        """Add those who relay, and who hears them."""
        _, language, bridge = way
        here: Node = ("relays", way)
        self._room[("seats", language), here] = count = self._taken(flows)
        if way in relays.bridged:
            further = (here, ("direct", bridge))
            self._room[further], self._columns[further] = count, relays.bridged[way]
        for flow, column in relays.hearing[way]:
            there: Node = ("flow", flow.column)
            self._columns[here, there] = column
            self._room[here, there] = self._room[there, END] = self._taken([flow])

    def _taken(self, flows: list[Flow]) -> int:
        return sum(int(self._values[flow.column]) for flow in flows)

    def settle(self) -> None:
        """Let as many seats pass as can, and write into the columns what passes there."""
        nodes = {BEGIN: 0, END: 1}
        for edge in self._room:
            for node in edge:
                nodes.setdefault(node, len(nodes))
        ends = np.array([[nodes[one], nodes[other]] for one, other in self._room]).T
        room = np.array(list(self._room.values()), dtype=np.int32)
        graph = csr_array((room, (ends[0], ends[1])), shape=(len(nodes), len(nodes)))
        most = maximum_flow(graph, nodes[BEGIN], nodes[END]).flow
        for (one, other), column in self._columns.items():
            self._values[column] = most[nodes[one], nodes[other]]
