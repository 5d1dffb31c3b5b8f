"""Writes packages/statistics/src/fixtures/*.json: reference values from scipy and from brute force.

Needs Python 3, scipy >= 1.13 (written with 1.17.1) and kneed (0.9.0). Also writes
packages/statistics/src/exponential-tail.json, which the test of exponential samples reads its p from.
From the root of the repository:
    python scripts/write-statistics-fixtures.py && node_modules/.bin/oxfmt packages/statistics
"""

import itertools
import json
import pathlib

import kneed
import numpy
from scipy import optimize, stats

folder = pathlib.Path(__file__).parent.parent / "packages/statistics/src/fixtures"
random = numpy.random.default_rng(20260101)


def write(name, cases):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(cases) + "\n")


def wilcoxon(differences, method):
    return float(stats.wilcoxon(differences, method=method, correction=True).pvalue)


def counted(differences):
    """Two-sided p of the signed-rank test, ties included: every assignment of signs, counted in whole numbers."""
    ranks = [round(2 * rank) for rank in stats.rankdata(numpy.abs(differences))]
    ways = [1] + [0] * sum(ranks)
    for rank in ranks:
        for total in range(sum(ranks), rank - 1, -1):
            ways[total] += ways[total - rank]
    positive = sum(rank for rank, each in zip(ranks, differences) if each > 0)
    smaller = min(positive, sum(ranks) - positive)
    return min(1.0, 2 * sum(ways[: smaller + 1]) / 2 ** len(ranks))


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
        cases.append((differences, differences, *signed_rank_p(differences)))
        tied = random.integers(-3, 5, count + 15)
        kept = tied[tied != 0]
        assert len(kept) > 25
        cases.append((tied, kept, *signed_rank_p(kept)))
    return [
        {"differences": all_.tolist(), "p": p, "count": len(kept), "exact": exact}
        for all_, kept, p, exact in cases
    ]


def signed_rank_p(differences):
    """Exact up to 53 differences, where a double counts every assignment of signs."""
    if len(differences) > 53:
        return wilcoxon(differences, "asymptotic"), False
    return counted(differences), True


def hodges_lehmann(values, confidence):
    """All centres that scipy's test does not reject: one is tried in every gap between Walsh averages."""
    averages = sorted((a + b) / 2 for a, b in itertools.combinations_with_replacement(values, 2))
    estimate = float(numpy.median(averages))
    method = "exact" if len(values) <= 53 else "asymptotic"
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


every_split = stats.PermutationMethod(n_resamples=numpy.inf)


def rank_sum_p(a, b, method):
    return float(stats.mannwhitneyu(a, b, method=method, use_continuity=True).pvalue)


def rank_sum_cases():
    pairs = []
    for sizes in [(1, 1), (3, 4), (5, 5), (4, 9), (12, 12), (20, 30)]:
        a, b = (numpy.round(random.normal(shift, 1, size), 4) for shift, size in zip((0.8, 0), sizes))
        pairs.append((a, b, "exact"))
    # Ties: scipy's "exact" ignores them, so every way of dealing the values out is tried.
    for sizes in [(3, 3), (5, 7), (8, 8)]:
        a, b = (random.integers(0, 5, size) + shift for shift, size in zip((1, 0), sizes))
        pairs.append((a, b, every_split))
    for sizes in [(26, 25), (40, 15), (100, 100)]:
        a, b = (numpy.round(random.normal(shift, 1, size), 4) for shift, size in zip((0.5, 0), sizes))
        pairs.append((a, b, "asymptotic"))
        a, b = (random.integers(0, 6, size) + shift for shift, size in zip((1, 0), sizes))
        pairs.append((a, b, "asymptotic"))
    return [
        {
            "a": a.tolist(),
            "b": b.tolist(),
            "p": rank_sum_p(a, b, method),
            "exact": method != "asymptotic",
        }
        for a, b, method in pairs
    ]


def hodges_lehmann_shift(a, b, confidence):
    """All shifts that scipy's test does not reject: one is tried in every gap between the differences."""
    differences = sorted((a[:, None] - b[None, :]).ravel())
    estimate = float(numpy.median(differences))
    method = "exact" if len(a) + len(b) <= 50 else "asymptotic"
    gaps = [differences[0] - 1] + [(x + y) / 2 for x, y in itertools.pairwise(differences)]
    first_kept = 0
    for first_kept, gap in enumerate(gaps):
        if (p := rank_sum_p(a - gap, b, method)) > 1 - confidence:
            break
        reached = p
    if first_kept == 0:
        return {"estimate": estimate, "low": None, "high": None, "confidence": 1}
    return {
        "estimate": estimate,
        "low": float(differences[first_kept - 1]),
        "high": float(differences[-first_kept]),
        "confidence": 1 - reached,
    }


def hodges_lehmann_shift_cases():
    cases = []
    for sizes in [(3, 3), (4, 4), (5, 8), (10, 10), (24, 26), (26, 26), (30, 50)]:
        a, b = (numpy.round(random.laplace(shift, 1, size), 6) for shift, size in zip((3, 0), sizes))
        for confidence in [0.9, 0.95, 0.99]:
            expected = hodges_lehmann_shift(a, b, confidence)
            cases.append({"a": a.tolist(), "b": b.tolist(), "wanted": confidence, **expected})
    return cases


def incomplete_beta():
    points = [
        (a, b, x)
        for a, b in [(0.5, 0.5), (1, 1), (2, 0.5), (3, 17), (60, 0.5), (500, 1500), (10_000, 2)]
        for x in [1e-6, 0.01, 0.25, 0.5, 0.9, 0.9999]
    ]
    return [{"a": a, "b": b, "x": x, "p": float(stats.beta.cdf(x, a, b))} for a, b, x in points]


def binomial_interval_cases():
    cases = []
    for successes, trials in [(0, 1), (1, 1), (0, 40), (2, 40), (20, 40), (40, 40), (17, 20), (57, 2000)]:
        for confidence in [0.9, 0.95, 0.99]:
            interval = stats.binomtest(successes, trials).proportion_ci(confidence, method="exact")
            cases.append(
                {
                    "successes": successes,
                    "trials": trials,
                    "confidence": confidence,
                    "low": float(interval.low),
                    "high": float(interval.high),
                }
            )
    return cases


def non_negative_least_squares_cases():
    cases = []
    for rows, columns in [(3, 1), (3, 3), (8, 4), (12, 7)]:
        for _ in range(4):
            # Columns alike enough that some are let go again after others have come in.
            alike = random.normal(0, 1.5, (rows, 1))
            matrix = numpy.round(random.normal(0.3, 1, (rows, columns)) + alike, 4)
            target = numpy.round(random.normal(0.3, 1, rows), 4)
            x, _ = optimize.nnls(matrix, target)
            cases.append({"matrix": matrix.tolist(), "target": target.tolist(), "x": x.tolist()})
    return cases


def universal_scalability_cases():
    laws = [(1000, 0.05, 0.0005), (5200, 0, 0.001), (300, 0.2, 0), (1e5, 0, 0), (10, 0.9, 0.01)]
    cases = []
    for lambda_, sigma, kappa in laws:
        n = numpy.array([1, 2, 4, 8, 16, 32, 64, 128])
        noise = random.lognormal(0, 0.02, len(n))
        x = numpy.round(lambda_ * n / (1 + sigma * (n - 1) + kappa * n * (n - 1)) * noise, 3)
        weighted = numpy.stack([numpy.ones(len(n)), n - 1, n * (n - 1)], axis=1) * (x / n)[:, None]
        base, contention, coherency = optimize.nnls(weighted, numpy.ones(len(n)))[0]
        cases.append(
            {
                "points": [{"n": int(a), "throughput": float(b)} for a, b in zip(n, x)],
                "lambda": 1 / base,
                "sigma": contention / base,
                "kappa": coherency / base,
            }
        )
    return cases


def kneedle_cases():
    x = numpy.linspace(0, 10, 41)
    shapes = {
        ("concave", "increasing"): [1 - numpy.exp(-x), numpy.sqrt(x), numpy.minimum(3 * x, 12)],
        ("convex", "decreasing"): [numpy.exp(-x), 1 / (x + 0.5)],
        ("convex", "increasing"): [numpy.exp(x / 2), numpy.maximum(0, x - 7), x**4],
        ("concave", "decreasing"): [-numpy.exp(x / 2), 10 - x**3],
    }
    cases = []
    for (curve, direction), curves in shapes.items():
        for y in (numpy.round(each, 6) for each in curves):
            shape = {"curve": curve, "direction": direction}
            knees = [
                {
                    "sensitivity": sensitivity,
                    "at": sorted(
                        float(each) for each in kneed.KneeLocator(x, y, S=sensitivity, **shape).all_knees
                    ),
                }
                for sensitivity in [0, 1, 5, 20]
            ]
            points = [{"x": float(a), "y": float(b)} for a, b in zip(x, y)]
            cases.append({**shape, "knees": knees, "points": points})
    return cases


def energy(left, right):
    """Straight from the definition: every pair of values."""
    n, m = len(left), len(right)
    across = numpy.abs(left[:, None] - right[None, :]).mean()
    inside = [
        numpy.mean([abs(a - b) for a, b in itertools.combinations(side, 2)]) if len(side) > 1 else 0
        for side in (left, right)
    ]
    return float(n * m / (n + m) * (2 * across - sum(inside)))


def energy_split_cases():
    cases = []
    for lengths in [(1, 1), (3, 4), (10, 10), (25, 8, 12), (30,)]:
        parts = [random.normal(2 * (index % 2), 1, length) for index, length in enumerate(lengths)]
        values = numpy.round(numpy.concatenate(parts), 4)
        splits = [
            (energy(values[:at], values[at:end]), at)
            for end in range(2, len(values) + 1)
            for at in range(1, end)
        ]
        best, at = max(splits)
        cases.append({"values": values.tolist(), "at": at, "energy": best})
    return cases


def kendall_cases():
    cases = []
    for count, levels in [(2, 50), (6, 50), (12, 4), (30, 6), (40, 1000)]:
        a = random.integers(0, levels, count)
        b = numpy.round(a * 0.6 + random.integers(0, levels, count)).astype(int)
        cases.append({"a": a.tolist(), "b": b.tolist(), "tau": float(stats.kendalltau(a, b).statistic)})
    return cases


def kolmogorov_cases():
    """The exact law."""
    points = [(count, z) for count in [5, 10, 50, 1000] for z in [0.1, 0.5, 0.8, 1, 1.36, 1.8, 2.1]]
    return [
        {"count": count, "distance": z / count**0.5, "p": float(stats.kstwo.sf(z / count**0.5, count))}
        for count, z in points
    ]


def exponential_cases():
    cases = []
    for count, rate in [(5, 1), (40, 200), (300, 0.01)]:
        samples = numpy.round(random.exponential(1 / rate, count), 7)
        known = stats.kstest(samples, "expon", args=(0, 1 / rate))
        fitted = stats.kstest(samples, "expon", args=(0, samples.mean()))
        cases.append(
            {
                "samples": samples.tolist(),
                "rate": rate,
                "statistic": float(known.statistic),
                "p": float(known.pvalue),
                "fittedStatistic": float(fitted.statistic),
            }
        )
    return cases


def exponential_tail(count=500, sets=400_000, chunk=4_000):
    """Quantiles of Stephens' modified statistic for samples of an exponential law whose rate is estimated."""
    steps = numpy.arange(count + 1) / count
    statistics = []
    for _ in range(sets // chunk):
        samples = numpy.sort(random.exponential(1, (chunk, count)), axis=1)
        law = -numpy.expm1(-samples / samples.mean(axis=1, keepdims=True))
        distance = numpy.maximum((steps[1:] - law).max(axis=1), (law - steps[:-1]).max(axis=1))
        statistics.append((distance - 0.2 / count) * (count**0.5 + 0.26 + 0.5 / count**0.5))
    statistics = numpy.concatenate(statistics)
    tails = [0.9999, 0.999, 0.99, 0.97, *(n / 20 for n in range(19, 0, -1)), 0.04, 0.03, 0.02]
    tails += [0.015, 0.01, 0.007, 0.005, 0.003, 0.002, 0.001, 0.0005, 0.0002, 0.0001]
    quantiles = numpy.quantile(statistics, 1 - numpy.array(tails))
    rows = [{"p": p, "statistic": round(float(q), 4)} for p, q in zip(tails, quantiles)]
    (folder.parent / "exponential-tail.json").write_text(json.dumps(rows) + "\n")


write("normal-tail", normal_tail())
write("signed-rank", signed_rank())
write("hodges-lehmann", hodges_lehmann_cases())
write("holm", holm_cases())
write("percentile-interval", percentile_interval_cases())
write("rank-sum", rank_sum_cases())
write("hodges-lehmann-shift", hodges_lehmann_shift_cases())
write("incomplete-beta", incomplete_beta())
# Here and below: as many as a fixture that is no more once drew, so that those behind it are as they were.
random.normal(size=99)
write("binomial-interval", binomial_interval_cases())
write("non-negative-least-squares", non_negative_least_squares_cases())
write("universal-scalability", universal_scalability_cases())
write("kneedle", kneedle_cases())
write("energy-split", energy_split_cases())
random.normal(size=495)
write("kendall-tau", kendall_cases())
write("kolmogorov-tail", kolmogorov_cases())
write("exponential-test", exponential_cases())
exponential_tail()
