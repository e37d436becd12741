using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Metrics;

namespace Nca.Analysis.Dynamics;

/// <summary>
/// The path of several samples through the space of hidden channels: the mean over the living cells at every look, all of them seen in one
/// plane, whose directions are the principal components of all samples together (tutorial, section 8).
/// </summary>
public sealed record HiddenTrajectories
{
    /// <summary>The steps that were looked at; the seed first.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>
    /// For each sample the mean hidden state at each step, as long as it had living cells; shape [samples][looks][hidden channels].
    /// </summary>
    public required IReadOnlyList<double[][]> Means { get; init; }

    /// <summary>
    /// Coordinates of each sample in the plane, shape [samples][looks]; empty where there is none, see <see cref="Obstacle"/>.
    /// </summary>
    public required IReadOnlyList<(double First, double Second)[]> Paths { get; init; }

    /// <summary>Shares of the variance along the two directions; empty where there is no plane.</summary>
    public required IReadOnlyList<double> Explained { get; init; }

    /// <summary>Why there is no plane: nothing moved, or something is no finite number. Null where there is one.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Lets creatures grow and follows them.</summary>
    /// <param name="creature">The trained automaton; at least two hidden channels give a plane.</param>
    /// <param name="plan">How many, how long, how often and with which random seed; damage is not used.</param>
    /// <param name="engine">Computes the steps.</param>
    public static HiddenTrajectories Follow(TrainedAutomaton creature, GrowthPlan plan, IRolloutEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(creature);
        ArgumentNullException.ThrowIfNull(plan);
        var looks = EvenSpacing.UpTo(plan.Steps, plan.Every);
        var states = creature.PlantMany(plan.Samples, plan.Grid);
        var means = states.Select(_ => new List<double[]>()).ToArray();
        foreach (var (look, _) in creature.Visit(states, looks, creature.Masks(plan.Seed, fireRate: plan.FireRate), engine).Index())
            for (var sample = 0; sample < states.Length; sample++)
                if (MeanHidden(states[sample]) is { } mean && means[sample].Count == look)
                    means[sample].Add(mean);
        return InOnePlane(looks, [.. means.Select(growth => growth.ToArray())]);
    }

    /// <summary>Mean of each hidden channel over the living cells (alpha above 0.1); null where none lives.</summary>
    /// <param name="state">The state.</param>
    public static double[]? MeanHidden(CellState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var sums = new double[state.Channels - CellState.VisibleChannels];
        var alive = 0;
        for (var start = 0; start < state.Values.Length; start += state.Channels)
        {
            var cell = state.Values.AsSpan(start, state.Channels);
            if (!(cell[CellState.Alpha] > AutomatonConfig.AliveThreshold))
                continue;
            alive++;
            for (var channel = 0; channel < sums.Length; channel++)
                sums[channel] += cell[CellState.VisibleChannels + channel];
        }

        return alive == 0 ? null : [.. sums.Select(sum => sum / alive)];
    }

    /// <summary>Projects the samples onto one plane; <see cref="Obstacle"/> says why where that is impossible.</summary>
    /// <param name="steps">The steps that were looked at.</param>
    /// <param name="means">Mean hidden states, shape [samples][looks][hidden channels].</param>
    public static HiddenTrajectories InOnePlane(IReadOnlyList<int> steps, IReadOnlyList<double[][]> means)
    {
        ArgumentNullException.ThrowIfNull(means);
        var rows = means.SelectMany(growth => growth).ToArray();
        var features = rows.Length > 0 ? rows[0].Length : 0;
        var none = new HiddenTrajectories
        {
            Steps = steps,
            Means = means,
            Paths = [],
            Explained = [],
        };
        if (features < 2 || rows.Length < 2)
            return none with { Obstacle = $"{rows.Length} observations of {features} hidden channels make no plane." };
        var table = new double[rows.Length, features];
        for (var row = 0; row < rows.Length; row++)
            for (var feature = 0; feature < features; feature++)
                table[row, feature] = rows[row][feature];
        try
        {
            var plane = PrincipalComponents.Of(PrincipalComponents.Standardised(table));
            var (paths, first) = (new List<(double, double)[]>(), 0);
            foreach (var growth in means)
            {
                paths.Add([.. Enumerable.Range(first, growth.Length).Select(row => (plane.Scores[row, 0], plane.Scores[row, 1]))]);
                first += growth.Length;
            }

            return none with
            {
                Paths = paths,
                Explained = plane.ExplainedVarianceRatio,
            };
        }
        catch (ArgumentException error)
        {
            return none with { Obstacle = error.Message.Split(" (Parameter", 2)[0] };
        }
    }
}
