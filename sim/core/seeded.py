"""A cell of one's own: the preset's relatives, one for each seed.

The resting state is what varies (Na+ and K+ inside, potential, volume, pump rate); everything else
follows by the inversion that makes the presets, so that every one of them rests exactly. The
numbers come from a digest of the seed, the same on every machine and in every version of Python.
"""

import dataclasses
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sim.core.ghk_rest import Rest, invert
from sim.core.presets import RESTS
from sim.core.rest import Preset

SEEDS = range(2**31)
"""The seeds there are."""

SEEDED_PRESETS = tuple(RESTS)
"""The presets that have relatives."""

# By cell: how far a target may lie from the preset's (a fraction), and to how many digits it is
# rounded, so that a student reads plain numbers. A neuron at another potential would be nearer to
# its threshold or farther: it keeps its own within 3 mV, and no relative fires by itself.
SPREAD: Mapping[str, Mapping[str, tuple[float, int]]] = MappingProxyType(
    {
        "animal_cell": {
            "na_mM": (0.12, 1),
            "k_mM": (0.08, 0),
            "v_mV": (0.12, 1),
            "volume_fL": (0.12, -1),
            "cycles_fmol_s": (0.12, 5),
        },
        "neuron": {
            "na_mM": (0.12, 1),
            "k_mM": (0.06, 0),
            "v_mV": (0.04, 1),
            "volume_fL": (0.12, -1),
            "cycles_fmol_s": (0.10, 5),
        },
    }
)


def seeded_rest(name: str, seed: int) -> Rest:
    """Return the resting state of the cell that `seed` gives; ValueError for none there is."""
    if name not in SEEDED_PRESETS:
        raise ValueError(f"{name} has no relatives")
    if seed not in SEEDS:
        raise ValueError(f"a seed is a whole number from 0 to {SEEDS[-1]}")
    rest = RESTS[name]
    targets = {
        target: round(
            getattr(rest, target) * (1.0 + spread * share(f"{name}:{seed}:{target}")), digits
        )
        for target, (spread, digits) in SPREAD[name].items()
    }
    # A membrane grows with the cell it encloses, and its capacitance with it.
    grown = (targets["volume_fL"] / rest.volume_fL) ** (2.0 / 3.0)
    return dataclasses.replace(
        rest,
        **targets,
        area_um2=round(rest.area_um2 * grown, 0),
        capacitance_pF=round(rest.capacitance_pF * grown, 2),
    )


@lru_cache(maxsize=512)
def seeded_cell(name: str, seed: int) -> Preset:
    """Return the cell that `seed` gives, exactly at rest; ValueError for a seed that is none."""
    return invert(seeded_rest(name, seed))


def share(text: str) -> float:
    """Return a number in [−1, 1) that looks random and is `text`'s own."""
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2.0**63 - 1.0
