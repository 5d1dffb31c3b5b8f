"""Writes packages/statistics/src/fixtures/*.json: reference values from scipy and from brute force.

Needs Python 3 and scipy >= 1.13 (written with 1.17.1). From the root of the repository:
    python scripts/write-statistics-fixtures.py && node_modules/.bin/oxfmt packages/statistics
"""

import itertools
import json
import pathlib

import numpy
from scipy import stats

folder = pathlib.Path(__file__).parent.parent / "packages/statistics/src/fixtures"
random = numpy.random.default_rng(20260101)


def write(name, cases):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(cases) + "\n")


def wilcoxon(differences, method):
    return float(stats.wilcoxon(differences, method=method, correction=True).pvalue)


def normal_tail():
    points = [-8, -2.5, -1, 0, 0.01, 0.5, 1, 1.96, 2.49, 2.5, 2.51, 3, 5, 8, 15, 30]
    return [{"z": z, "tail": float(stats.norm.sf(z))} for z in points]


def signed_rank():
    cases = []
    for count in [1, 2, 5, 6, 9, 15, 25]:
        differences = numpy.round(random.laplace(0.6, 1, count), 4)
        cases.append((differences, differences, wilcoxon(differences, "exact"), True))
    # Ties: scipy's "exact" ignores them, so every assignment of signs is counted out.
    every_sign = stats.PermutationMethod(n_resamples=numpy.inf)
    for count in [3, 6, 9, 12]:
        differences = random.integers(-3, 6, count)
        kept = differences[differences != 0]
        cases.append((differences, kept, wilcoxon(kept, every_sign), True))
    for count in [26, 40, 100]:
        differences = numpy.round(random.laplace(0.4, 1, count), 4)
        cases.append((differences, differences, wilcoxon(differences, "asymptotic"), False))
        tied = random.integers(-3, 5, count + 15)
        kept = tied[tied != 0]
        assert len(kept) > 25
        cases.append((tied, kept, wilcoxon(kept, "asymptotic"), False))
    return [
        {"differences": all_.tolist(), "p": p, "count": len(kept), "exact": exact}
        for all_, kept, p, exact in cases
    ]


def hodges_lehmann(values, confidence):
    """All centres that scipy's test does not reject: one is tried in every gap between Walsh averages."""
    averages = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(values, 2))
    estimate = float(numpy.median(averages))
    method = "exact" if len(values) <= 25 else "asymptotic"
    gaps = [averages[0] - 1] + [(a + b) / 2 for a, b in itertools.pairwise(averages)]
    p = [wilcoxon(values - centre, method) for centre in gaps]
    # p[k] is for a centre between the k-th and the next average, so the interval starts where it first stays.
    first_kept = next(k for k, each in enumerate(p) if each > 1 - confidence)
    if first_kept == 0:
        return {"estimate": estimate, "low": None, "high": None, "confidence": 1}
    return {
        "estimate": estimate,
        "low": float(averages[first_kept - 1]),
        "high": float(averages[-first_kept]),
        "confidence": 1 - p[first_kept - 1],
    }


def hodges_lehmann_cases():
    cases = []
    for count in [2, 5, 6, 7, 9, 10, 16, 25, 26, 31, 40]:
        values = numpy.round(random.laplace(10, 2, count), 6)
        for confidence in [0.9, 0.95, 0.99]:
            expected = hodges_lehmann(values, confidence)
            cases.append({"values": values.tolist(), "wanted": confidence, **expected})
    return cases


def holm(p_values):
    """As the closed test it abbreviates: each hypothesis with the worst Bonferroni p of a set that holds it."""
    indices = range(len(p_values))
    sets = [s for size in indices for s in itertools.combinations(indices, size + 1)]
    bonferroni = {s: min(1, len(s) * min(p_values[i] for i in s)) for s in sets}
    return [max(bonferroni[s] for s in sets if i in s) for i in indices]


def holm_cases():
    lists = [[], [0.03], [0.01, 0.01, 0.01], [0.04, 0.01, 0.03, 0.005], [0.9, 0.6, 0, 1]]
    lists += [numpy.round(random.beta(0.4, 2, size), 6).tolist() for size in [5, 8, 10]]
    return [{"p": p, "adjusted": holm(p)} for p in lists]


def percentile_interval(count, p, confidence):
    limit = (1 - confidence) / 2
    law = stats.binom(count, p)
    ranks = numpy.arange(1, count + 1)
    low = ranks[law.cdf(ranks - 1) <= limit]
    high = ranks[law.sf(ranks - 1) <= limit]
    return [int(low.max()), int(high.min())] if low.size and high.size else None


def percentile_interval_cases():
    cases = []
    for count in [1, 5, 6, 30, 368, 369, 1000, 30_000, 1_000_000]:
        for p in [0.1, 0.5, 0.9, 0.99, 0.999]:
            for confidence in [0.9, 0.95, 0.999]:
                ranks = percentile_interval(count, p, confidence)
                cases.append({"count": count, "p": p, "confidence": confidence, "ranks": ranks})
    return cases


write("normal-tail", normal_tail())
write("signed-rank", signed_rank())
write("hodges-lehmann", hodges_lehmann_cases())
write("holm", holm_cases())
write("percentile-interval", percentile_interval_cases())
