namespace Nca.Analysis.Attractors;

/// <summary>A map with its derivative: replaces a state x by f(x), and each tangent v by Df(x) · v.</summary>
/// <param name="step">Number of the step, where the map depends on it: which cells fire, say.</param>
/// <param name="state">The state, changed in place.</param>
/// <param name="tangents">The tangents, each as long as the state, changed in place.</param>
public delegate void TangentMap(int step, double[] state, IReadOnlyList<double[]> tangents);
