"""Log-likelihoods of BG/NBD and Gamma-Gamma as the papers print them, maximized by a simplex: a second way to the same estimates.

Reads {"visits": [[x, tx, T], ...], "spend": [[x, mean], ...]} and writes the estimates and likelihoods.
"""
import json
import sys
from math import exp, lgamma, log


def bg_nbd(logs, rows):
    """Equation (6) of Fader, Hardie and Lee (2005), gamma functions and all."""
    r, alpha, a, b = map(exp, logs)
    total = 0.0
    for x, tx, age in rows:
        beta = lambda p, q: lgamma(p) + lgamma(q) - lgamma(p + q)
        front = lgamma(r + x) - lgamma(r) + r * log(alpha)
        stays = beta(a, b + x) - beta(a, b) - (r + x) * log(alpha + age)
        if x == 0:
            total += front + stays
        else:
            left = beta(a + 1, b + x - 1) - beta(a, b) - (r + x) * log(alpha + tx)
            top = max(stays, left)
            total += front + top + log(exp(stays - top) + exp(left - top))
    return total


def gamma_gamma(logs, rows):
    """Equation (1a) of Fader and Hardie (2013)."""
    p, q, gamma = map(exp, logs)
    return sum(
        lgamma(p * x + q) - lgamma(p * x) - lgamma(q) + q * log(gamma) + (p * x - 1) * log(z) + p * x * log(x)
        - (p * x + q) * log(gamma + x * z)
        for x, z in rows
    )


def simplex(f, start):
    """Nelder and Mead, upwards."""
    n = len(start)
    points = [list(start)] + [[v + (0.4 if i == j else 0) for j, v in enumerate(start)] for i in range(n)]
    scored = sorted(((f(p), p) for p in points), reverse=True)
    for _ in range(600):
        if scored[0][0] - scored[-1][0] < 1e-9 and max(abs(a - b) for a, b in zip(scored[0][1], scored[-1][1])) < 1e-6:
            break
        centre = [sum(p[i] for _, p in scored[:-1]) / n for i in range(n)]
        worst = scored[-1][1]
        move = lambda by: [c + by * (c - w) for c, w in zip(centre, worst)]
        tried = [(f(p), p) for p in [move(1)]]
        if tried[0][0] > scored[0][0]:
            tried.append((f(move(2)), move(2)))
        elif tried[0][0] <= scored[-2][0]:
            tried.append((f(move(-0.5)), move(-0.5)))
        best = max(tried)
        if best[0] > scored[-1][0]:
            scored[-1] = best
        else:
            head = scored[0][1]
            scored = [scored[0]] + [
                (f(p), p) for p in ([(h + v) / 2 for h, v in zip(head, q)] for _, q in scored[1:])
            ]
        scored.sort(reverse=True)
    return scored[0]


def fit(f, rows, start):
    value, logs = simplex(lambda point: f(point, rows), [log(v) for v in start])
    return {"logLikelihood": value, "parameters": [exp(v) for v in logs]}


data = json.load(sys.stdin)
scale = sum(z for _, z in data["spend"]) / len(data["spend"])
json.dump(
    {
        "visits": fit(bg_nbd, data["visits"], [1, 10, 1, 1]),
        "spend": fit(gamma_gamma, data["spend"], [2, 2, scale]),
    },
    sys.stdout,
)
