"""Writes seeded instances of the shape of national emergency supply as DIMACS minimum-cost flow files.

`generate.py FILE --sites S --places P --arcs A --items K [--seed N] [--event]`

Sites and places cluster as people do; each place may be served by its A nearest sites; cost is whole minutes of great-circle
distance times 1.3 at 60 km/h. Demand is lognormal tonnes; supply is 1.3 times demand for each item; each site loads at most
0.5 to 1.1 of its stock. What cannot be served costs 6,000 minutes times the place's priority, 1 to 3. With one item the loading
cap and the stock are one arc; with more, the site is a gate that its items share: the whole stays a plain network."""

import argparse

import numpy as np

UNMET_MINUTES = 6000


def points(rng, count, centres, spread):
    weight = rng.pareto(1.2, len(centres)) + 0.2
    home = rng.choice(len(centres), count, p=weight / weight.sum())
    place = centres[home] + rng.normal(0, spread, (count, 2))
    lone = rng.random(count) < 0.15
    place[lone] = uniform(rng, int(lone.sum()))
    return np.clip(place, [73.5, 18.0], [135.0, 53.5])


def uniform(rng, count):
    return np.stack([rng.uniform(73.5, 135.0, count), rng.uniform(18.0, 53.5, count)], axis=1)


def minutes(place, sites):
    a, b = np.radians(place), np.radians(sites)
    half = np.sin((b[:, 1] - a[1]) / 2) ** 2
    half += np.cos(a[1]) * np.cos(b[:, 1]) * np.sin((b[:, 0] - a[0]) / 2) ** 2
    kilometres = 2 * 6371.0 * np.arcsin(np.sqrt(half))
    return np.maximum(1, np.round(kilometres * 1.3)).astype(np.int64)


def build(options):
    rng = np.random.default_rng(options.seed)
    centres = np.array([[103.5, 31.0]]) if options.event else uniform(rng, 80)
    sites = points(rng, options.sites, uniform(rng, 80) if options.event else centres, 1.2)
    places = points(rng, options.places, centres, 1.2)
    if options.event:
        places = centres + rng.normal(0, 1.5, (options.places, 2))
    priority = rng.integers(1, 4, options.places)
    demand = np.maximum(1, np.round(rng.lognormal(3.0, 1.0, (options.items, options.places)))).astype(np.int64)
    stock = np.zeros((options.sites, options.items), dtype=np.int64)
    for item in range(options.items):
        share = rng.lognormal(0.0, 1.0, options.sites)
        total = int(demand[item].sum() * 1.3)
        stock[:, item] = np.floor(share / share.sum() * total)
        stock[: total - stock[:, item].sum(), item] += 1
    cap = np.floor(stock.sum(axis=1) * rng.uniform(0.5, 1.1, options.sites)).astype(np.int64)
    near = np.zeros((options.places, options.arcs), dtype=np.int64)
    time = np.zeros((options.places, options.arcs), dtype=np.int64)
    for place in range(options.places):
        away = minutes(places[place], sites)
        near[place] = np.argsort(away, kind="stable")[: options.arcs]
        time[place] = away[near[place]]
    return priority, demand, stock, cap, near, time


def rows(priority, demand, stock, cap, near, time):
    """Supplies by node and arcs (tail, head, capacity, cost), nodes from 1."""
    items, places = demand.shape
    sites = len(cap)
    gate = np.arange(sites) + 1
    shelf = sites + 1 + np.arange(sites * items).reshape(sites, items) if items > 1 else gate[:, None]
    base = sites + (sites * items if items > 1 else 0)
    want = base + 1 + np.arange(items * places).reshape(items, places)
    spare = base + items * places + 1
    arcs = []
    if items > 1:
        tail = np.repeat(gate, items)
        arcs.append(np.stack([tail, shelf.ravel(), stock.ravel(), np.zeros_like(tail)], axis=1))
    else:
        cap = np.minimum(cap, stock[:, 0])
    for item in range(items):
        tail, head = shelf[near, item].ravel(), np.repeat(want[item], near.shape[1])
        most = np.minimum(np.repeat(demand[item], near.shape[1]), stock[near, item].ravel())
        arcs.append(np.stack([tail, head, most, time.ravel()], axis=1)[most > 0])
        unmet = np.stack([np.full(places, spare), want[item], demand[item], UNMET_MINUTES * priority], axis=1)
        arcs.append(unmet)
    arcs.append(np.stack([gate, np.full(sites, spare), cap, np.zeros(sites, dtype=np.int64)], axis=1))
    supply = np.zeros(spare, dtype=np.int64)
    supply[gate - 1] = cap
    supply[want.ravel() - 1] = -demand.ravel()
    supply[spare - 1] = demand.sum() - cap.sum()
    return supply, np.concatenate(arcs)


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("file")
    for name, default in [("sites", 7000), ("places", 2800), ("arcs", 60), ("items", 1), ("seed", 1)]:
        words.add_argument(f"--{name}", type=int, default=default)
    words.add_argument("--event", action="store_true")
    options = words.parse_args()
    supply, arcs = rows(*build(options))
    with open(options.file, "w") as file:
        file.write(f"c seed {options.seed}\np min {len(supply)} {len(arcs)}\n")
        for node in np.nonzero(supply)[0]:
            file.write(f"n {node + 1} {supply[node]}\n")
        columns = np.insert(arcs, 2, 0, axis=1)
        np.savetxt(file, columns, fmt="a %d %d %d %d %d")


main()
