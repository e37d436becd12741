using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Attractors;

/// <summary>
/// What becomes of creatures that were grown with the fire rate of their training when from then on every cell fires in every step.
/// </summary>
/// <param name="Grown">Steps of growth before.</param>
/// <param name="Steps">Steps since then at which they were looked at, 0 first.</param>
/// <param name="Errors">Mean squared error of each; shape [samples][looks]. Not finite where a creature leaves the finite numbers.</param>
/// <param name="Living">Living cells of each; shape [samples][looks].</param>
/// <param name="Changes">
/// How far each is from its next state (root mean square over red, green, blue and alpha); shape [samples][looks].
/// </param>
/// <param name="Apart">The largest distance of the picture of the first sample from that of another at the end; NaN for one sample.</param>
public sealed record SynchronousLife(
    int Grown,
    IReadOnlyList<int> Steps,
    IReadOnlyList<double[]> Errors,
    IReadOnlyList<int[]> Living,
    IReadOnlyList<double[]> Changes,
    double Apart
)
{
    /// <summary>Steps of growth by default: long enough for the picture, short enough for all to be there.</summary>
    public const int DefaultGrown = 500;

    /// <summary>A mean squared error beyond which a creature counts as exploded: its numbers are above ten, and no picture's are.</summary>
    public const double Exploded = 100;

    /// <summary>What became of a sample at the end: whether it still lives, with numbers of a picture's size.</summary>
    /// <param name="sample">The sample, from 0.</param>
    public bool Settled(int sample) => Errors[sample][^1] <= Exploded && Living[sample][^1] > 0;

    /// <summary>Lets creatures grow, then fires every cell.</summary>
    /// <param name="creature">The trained automaton.</param>
    /// <param name="steps">Steps in which every cell fires, at least 1.</param>
    /// <param name="samples">Creatures, at least 1.</param>
    /// <param name="grown">Steps of growth before, at least 1.</param>
    /// <param name="seed">Random seed of the growth.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <returns>What was seen, and the last states.</returns>
    public static (SynchronousLife Life, IReadOnlyList<CellState> Last) Follow(
        TrainedAutomaton creature,
        int steps = 4000,
        int samples = 8,
        int grown = DefaultGrown,
        long seed = TrainedAutomaton.EvaluationSeed,
        IRolloutEngine? engine = null
    )
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(grown, 1);
        var (states, all) = (creature.Grow(grown, samples, seed, engine), new SynchronousUpdate());
        int[] looks = [0, .. LogSpacing.UpTo(steps)];
        var errors = states.Select(_ => new double[looks.Length]).ToArray();
        var living = states.Select(_ => new int[looks.Length]).ToArray();
        var changes = states.Select(_ => new double[looks.Length]).ToArray();
        foreach (var (look, _) in creature.Visit(states, looks, all, engine).Index())
        {
            CellState[] next = [.. states.Select(state => state.Clone())];
            creature.Advance(next, 1, all, engine);
            for (var sample = 0; sample < samples; sample++)
            {
                errors[sample][look] = creature.Error(states[sample]);
                living[sample][look] = states[sample].AliveCells();
                changes[sample][look] = StateDistance.Between(states[sample], next[sample]).Visible;
            }
        }

        var apart = states.Skip(1).Select(state => StateDistance.Between(states[0], state).Visible).DefaultIfEmpty(double.NaN).Max();
        return (new SynchronousLife(grown, looks, errors, living, changes, apart), states);
    }
}
