"""Solves one DIMACS minimum-cost flow file with OR-Tools or HiGHS, each in a process of its own, for comparison.

`peers.py ortools|highs FILE` prints the optimum and the CPU seconds of building the model and solving; reading is not counted."""

import json
import sys
import time

import numpy as np


def read(path):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    header = next(line for line in lines if line.startswith(b"p "))
    nodes = int(header.split()[2])
    supply = np.zeros(nodes, dtype=np.int64)
    for line in lines:
        if line.startswith(b"n "):
            _, node, units = line.split()
            supply[int(node) - 1] = int(units)
    text = b" ".join(line[2:] for line in lines if line.startswith(b"a "))
    arcs = np.array(text.split(), dtype=np.int64).reshape(-1, 5)
    return supply, arcs[:, 0] - 1, arcs[:, 1] - 1, arcs[:, 2], arcs[:, 3], arcs[:, 4]


def ortools(supply, tail, head, lower, upper, cost):
    from ortools.graph.python import min_cost_flow

    start = time.process_time()
    np.subtract.at(supply, tail, lower)
    np.add.at(supply, head, lower)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, upper - lower, cost)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    if solver.solve() != solver.OPTIMAL:
        return None, time.process_time() - start
    return solver.optimal_cost() + int((lower * cost).sum()), time.process_time() - start


def highs(supply, tail, head, lower, upper, cost):
    import highspy

    start = time.process_time()
    arcs, nodes = len(cost), len(supply)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = arcs, nodes
    model.col_cost_ = cost.astype(float)
    model.col_lower_, model.col_upper_ = lower.astype(float), upper.astype(float)
    model.row_lower_ = model.row_upper_ = supply.astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.arange(0, 2 * arcs + 1, 2)
    model.a_matrix_.index_ = np.stack([tail, head], axis=1).ravel()
    model.a_matrix_.value_ = np.tile([1.0, -1.0], arcs)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None, time.process_time() - start
    return round(solver.getInfo().objective_function_value), time.process_time() - start


def main():
    solve = {"ortools": ortools, "highs": highs}[sys.argv[1]]
    cost, seconds = solve(*read(sys.argv[2]))
    print(json.dumps({"cost": cost, "seconds": round(seconds, 4)}))


main()
