"""Writes a seeded dispatch instance: a regional disaster whose needs many sites could serve.

`dispatch.py FILE [--sites S] [--places P] [--items K] [--nearest A] [--periods T] [--fleets F] [--seed N]`"""

import argparse
import json

import numpy as np


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("file")
    defaults = [("sites", 3000), ("places", 150), ("items", 20), ("nearest", 600), ("periods", 12), ("fleets", 30), ("seed", 1)]
    for name, default in defaults:
        words.add_argument(f"--{name}", type=int, default=default)
    options = words.parse_args()
    rng = np.random.default_rng(options.seed)
    sites = np.stack([rng.uniform(95, 113, options.sites), rng.uniform(24, 38, options.sites)], axis=1)
    places = np.array([103.5, 31.0]) + rng.normal(0, 1.2, (options.places, 2))
    demand = np.maximum(1, np.round(rng.lognormal(2.5, 1.0, (options.items, options.places))))
    share = rng.lognormal(0, 1, (options.items, options.sites))
    stock = np.floor(share / share.sum(axis=1, keepdims=True) * demand.sum(axis=1, keepdims=True) * 2.0)
    load = np.ceil(stock.sum(axis=0) * rng.uniform(0.5, 1.1, options.sites) / max(1, options.periods // 3))
    home = rng.integers(0, max(1, options.fleets), options.sites)
    instance = {
        "items": [{"id": f"i{k}", "kg_per_unit": 1000} for k in range(options.items)],
        "sites": [
            {
                "id": f"s{s}",
                "lon": round(sites[s, 0], 4),
                "lat": round(sites[s, 1], 4),
                "load_t_per_period": float(load[s]),
                "stock": {f"i{k}": float(stock[k, s]) for k in range(options.items) if stock[k, s] > 0},
            }
            for s in range(options.sites)
        ],
        "needs": [
            {
                "place": f"p{p}",
                "lon": round(places[p, 0], 4),
                "lat": round(places[p, 1], 4),
                "item": f"i{k}",
                "quantity": float(demand[k, p]),
                "due_h": float(rng.choice([12, 24, 48, 72])),
                "priority": int(rng.integers(1, 4)),
            }
            for p in range(options.places)
            for k in range(options.items)
        ],
        "travel": {"circle": {"factor": 1.3, "kmh": 60, "nearest": options.nearest, "cost_per_tkm": 0.5}},
    }
    if options.periods > 1:
        instance["period_h"], instance["periods"] = 6, options.periods
    if options.fleets:
        tonnes = load.sum() / options.fleets
        instance["fleets"] = [
            {
                "id": f"f{f}",
                "at": [f"s{s}" for s in np.nonzero(home == f)[0]],
                "vehicles": int(np.ceil(tonnes / 10 * 4)),
                "payload_t": 10,
            }
            for f in range(options.fleets)
        ]
    with open(options.file, "w") as file:
        json.dump(instance, file)


main()
