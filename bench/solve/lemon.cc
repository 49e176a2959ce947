// Solves one DIMACS minimum-cost flow file with LEMON, for comparison: `lemon simplex|scaling FILE`.
// Prints the optimum and the CPU seconds of building the solver and solving; reading the file is not counted.
#include <lemon/cost_scaling.h>
#include <lemon/dimacs.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>

using Graph = lemon::SmartDigraph;
using Map = Graph::ArcMap<long long>;

static double cpu() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

template <class Solver>
static void solve(Graph &graph, Map &lower, Map &upper, Map &cost, Graph::NodeMap<long long> &supply) {
  double start = cpu();
  Solver solver(graph);
  solver.lowerMap(lower).upperMap(upper).costMap(cost).supplyMap(supply);
  bool optimal = solver.run() == Solver::OPTIMAL;
  double seconds = cpu() - start;
  if (optimal) {
    std::printf("{\"cost\": %lld, \"seconds\": %.4f}\n", (long long)solver.template totalCost<long long>(), seconds);
  } else {
    std::printf("{\"cost\": null, \"seconds\": %.4f}\n", seconds);
  }
}

int main(int count, char **words) {
  if (count != 3) {
    std::fprintf(stderr, "usage: lemon simplex|scaling FILE\n");
    return 2;
  }
  Graph graph;
  Map lower(graph), upper(graph), cost(graph);
  Graph::NodeMap<long long> supply(graph);
  std::ifstream file(words[2]);
  lemon::DimacsDescriptor descriptor = lemon::dimacsType(file);
  lemon::readDimacsMin(file, graph, lower, upper, cost, supply, 0LL, descriptor);
  if (std::strcmp(words[1], "scaling") == 0) {
    solve<lemon::CostScaling<Graph, long long, long long>>(graph, lower, upper, cost, supply);
  } else {
    solve<lemon::NetworkSimplex<Graph, long long, long long>>(graph, lower, upper, cost, supply);
  }
}
