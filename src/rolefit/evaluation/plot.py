"""The reliability plot: how often answers of a stated probability are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path


def draw_reliability(points: Mapping[str, Sequence[tuple[float, float, int]]], path: Path) -> None:
    """One line a condition, from (mean probability, share right, documents) of its bins."""
    import matplotlib as mpl  # noqa: PLC0415 - a second, and only here

    mpl.use("Agg")
    mpl.rcParams.update({"svg.hashsalt": "rolefit", "svg.fonttype": "none", "font.size": 9})
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5, 4.4), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="#999", linewidth=1, linestyle="--", label="exact")
    for name, bins in points.items():
        sizes = [4 + 60 * count / sum(count for *_, count in bins) for *_, count in bins]
        means, shares = [bin[0] for bin in bins], [bin[1] for bin in bins]
        (line,) = axes.plot(means, shares, linewidth=1.2, label=name)
        axes.scatter(means, shares, s=sizes, color=line.get_color())
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="stated probability", ylabel="share right")
    axes.legend(frameon=False, loc="upper left")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
