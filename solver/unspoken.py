"""Why nobody would be understood in a language: who speaks it, and who is missing beside them."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from solver.obstacles import Reason
from solver.pairs import INTERPRETER
from solver.scene import Scene
from solver.vectors import Flags, Whole

NOTHING: Final = frozenset[str]()


class Unspoken:
    """What a language stands in the way of in one session, where advisers are `able`."""

    def __init__(self, scene: Scene, session: str, language: str, able: Whole) -> None:
        self._scene = scene
        self._language = language
        self._able = able
        self._room = scene.room(session)
        self._present = scene.group(session, INTERPRETER)

    def is_understood(self) -> bool:
        """Whether any of the able would be understood through those who are there already."""
        heard = {NOTHING}
        if bridges := self._room.bridges:
            people = self._scene.case.problem.volunteers
            numbers = np.unique(self._scene.pairs.volunteer[self._able]).tolist()
            heard |= {people[number].advises_in & bridges for number in numbers}
        return any(self._room.understands(self._language, hear) for hear in heard)

    def speaking(self) -> Whole:
        """The able who speak the language themselves."""
        return self._those(self._able, self._scene.advises_in(self._language))

    def reasons(self) -> Iterator[Reason]:
        """What the language stands in the way of, when nobody would be understood yet."""
        language = self._language
        values = {"language": language}
        speaking, interpreting = self._scene.advises_in(language), self._scene.interprets(language)
        alone = np.append(
            self._those(self._able, speaking), self._those(self._present, interpreting)
        )
        relays = {
            bridge: those
            for bridge, relaying in self._scene.relays(language).items()
            if len(those := self._those(self._present, relaying))
        }
        if not len(alone) and not any(len(self._beside(bridge)) for bridge in relays):
            yield from self._of_bridge("bridge_not_available", _NOT_AVAILABLE, list(relays))
            if not speaking.any() and not interpreting.any() and not self._scene.relays(language):
                yield Reason(
                    "no_language", f"Advisers, but no volunteer speaks {language}.", values
                )
            text = f"Advisers, but nobody who speaks {language} offers these hours here."
            yield Reason("language_not_available", text, values)
        if not self._is_free(self._able) or self._is_free(alone):
            return
        ready = [bridge for bridge, those in relays.items() if self._is_ready(bridge, those)]
        if not any(self._is_taken_further(bridge) for bridge in ready):
            yield from self._of_bridge("bridge_used_up", _USED_UP, ready)
            text = f"Advisers, but all who speak {language} serve elsewhere or have no hours left."
            yield Reason("language_used_up", text, values)

    def _of_bridge(self, code: str, sentence: str, bridges: list[str]) -> Iterator[Reason]:
        """One reason about somebody who interprets the language only into another."""
        if bridges:
            values: dict[str, str | int] = {"language": self._language, "bridge": min(bridges)}
            yield Reason(code, sentence.format(**values), values)

    def _those(self, columns: Whole, who: Flags) -> Whole:
        those: Whole = columns[who[self._scene.pairs.volunteer[columns]]]
        return those

    def _is_free(self, columns: Whole) -> bool:
        return bool(self._scene.free[columns].any())

    def _is_ready(self, bridge: str, relays: Whole) -> bool:
        """Whether somebody who relays into the bridge language is there for it, or free."""
        there = self._room.understands(self._language, frozenset({bridge}))
        return there or self._is_free(relays)

    def _is_taken_further(self, bridge: str) -> bool:
        """Whether somebody who speaks the bridge language is there for it, or free."""
        return self._room.understands(bridge, NOTHING) or self._is_free(self._beside(bridge))

    def _beside(self, bridge: str) -> Whole:
        """Advisers who hear a relay into the bridge language, and those who take it further."""
        hearing = self._those(self._able, self._scene.advises_in(bridge))
        return np.append(hearing, self._those(self._present, self._scene.interprets(bridge)))


_NOT_AVAILABLE = (
    "Advisers, and somebody who interprets {language} into {bridge}, "
    "but nobody beside them who speaks {bridge} offers these hours here."
)
_USED_UP = (
    "Advisers, and somebody who interprets {language} into {bridge}, "
    "but all who speak {bridge} serve elsewhere or have no hours left."
)
