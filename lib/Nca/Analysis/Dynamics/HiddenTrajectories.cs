using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Engines;
using Nca.Metrics;
using Nca.Progress;

namespace Nca.Analysis.Dynamics;

/// <summary>
/// The way of several growths through the space of hidden channels: the mean over the living cells at every look, all of them seen in one
/// plane, whose
/// directions are the principal components of all growths together (document, section 8).
/// </summary>
public sealed record HiddenTrajectories
{
    /// <summary>The steps that were looked at; the seed first.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>
    /// For each growth the mean hidden state at each step, as long as it had living cells; shape [growths][looks][hidden channels].
    /// </summary>
    public required IReadOnlyList<double[][]> Means { get; init; }

    /// <summary>
    /// Coordinates of each growth in the plane, shape [growths][looks]; empty where there is none, see <see cref="Obstacle"/>.
    /// </summary>
    public required IReadOnlyList<(double First, double Second)[]> Paths { get; init; }

    /// <summary>Shares of the variance along the two directions; empty where there is no plane.</summary>
    public required IReadOnlyList<double> Explained { get; init; }

    /// <summary>Why there is no plane: nothing moved, or something is no finite number. Null where there is one.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Lets creatures grow and follows them.</summary>
    /// <param name="automaton">The kind of step; at least two hidden channels give a plane.</param>
    /// <param name="weights">The trained rule.</param>
    /// <param name="grid">Rows and columns.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="plan">How many, how long, how often and with which dice; damage is not used.</param>
    public static HiddenTrajectories Follow(
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        int grid,
        IRolloutEngine engine,
        GrowthPlan plan
    )
    {
        ArgumentNullException.ThrowIfNull(automaton);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Seeds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Every, 1);
        var looks = Enumerable.Range(0, plan.Steps + 1).Where(step => step % plan.Every == 0 || step == plan.Steps).ToArray();
        var states = Enumerable.Range(0, plan.Seeds).Select(_ => Seed.Plant(grid, grid, automaton.Channels)).ToArray();
        var means = states.Select(_ => new List<double[]>()).ToArray();
        var fire = new CounterFireMasks(plan.Dice, 0, plan.FireRate ?? automaton.FireRate);
        using var work = LongWork.Begin($"{plan.Seeds} growths over {plan.Steps} steps", plan.Steps);
        for (var look = 0; look < looks.Length; look++)
        {
            var before = look == 0 ? 0 : looks[look - 1];
            work.Advance(engine, automaton, weights, states, looks[look] - before, fire, before);
            for (var growth = 0; growth < states.Length; growth++)
                if (MeanHidden(states[growth]) is { } mean && means[growth].Count == look)
                    means[growth].Add(mean);
        }

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

    /// <summary>Lays the growths into one plane. What cannot be shown is said, not hidden.</summary>
    /// <param name="steps">The steps that were looked at.</param>
    /// <param name="means">Mean hidden states, shape [growths][looks][hidden channels].</param>
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
