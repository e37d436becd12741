using System.Text.Json.Serialization;
using Nca.Metrics;
using Nca.Progress;

namespace Nca.Analysis.Attractors;

/// <summary>
/// The leading Lyapunov exponents of a map along one trajectory, in nats per step: how fast neighbouring trajectories part (above 0) or
/// meet (below), along the fastest direction, the next one at right angles to it, and so on. By the method of Benettin et al. (1980).
/// </summary>
/// <param name="Steps">Steps at which the estimates were looked at, counted from the end of the settling.</param>
/// <param name="Running">The estimates at each of them; shape [looks][exponents], the largest first.</param>
/// <param name="Deviations">Standard error of each exponent, from the spread of ten consecutive stretches.</param>
/// <param name="Settling">Steps before, in which the tangents found their directions.</param>
public sealed record LyapunovExponents(
    IReadOnlyList<int> Steps,
    IReadOnlyList<double[]> Running,
    IReadOnlyList<double> Deviations,
    int Settling
)
{
    /// <summary>Steps between two orthonormalisations by default.</summary>
    public const int DefaultEvery = 5;

    private const int Stretches = 10;

    /// <summary>The exponents: the last of the running estimates.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Values => Running[^1];

    /// <summary>Follows a trajectory and its tangents.</summary>
    /// <param name="map">The map with its derivative.</param>
    /// <param name="state">The first state; afterwards the last one.</param>
    /// <param name="count">How many exponents, at least 1 and no more than the state has numbers.</param>
    /// <param name="steps">Steps over which growth is averaged, at least ten times <paramref name="every"/>.</param>
    /// <param name="settling">Steps before, in which growth does not count, at least 0.</param>
    /// <param name="every">Steps between two orthonormalisations, at least 1.</param>
    /// <param name="seed">Random seed of the first tangents.</param>
    public static LyapunovExponents Of(
        TangentMap map,
        double[] state,
        int count,
        int steps,
        int settling = 0,
        int every = DefaultEvery,
        long seed = 0
    )
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, Stretches * every);
        ArgumentOutOfRangeException.ThrowIfNegative(settling);
        using var work = LongWork.Begin($"{count} Lyapunov exponents over {settling + steps} steps", settling + steps);
        var frame = new TangentFrame(count, state.Length, seed);
        Walk(work, map, state, frame, 0, settling, every, (_, _) => { });
        var (sums, looks, running) = (new double[count], new List<int>(), new List<double[]>());
        Walk(work, map, state, frame, settling, steps, every, (done, logarithms) =>
        {
            for (var index = 0; index < count; index++)
                sums[index] += logarithms[index];
            looks.Add(done);
            running.Add([.. sums.Select(sum => sum / done)]);
        });

        // Where two are nearly the same, the frame may end with them in either order.
        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(index => running[^1][index])];
        return new LyapunovExponents(
            looks,
            [.. running.Select(values => order.Select(index => values[index]).ToArray())],
            [.. order.Select(Deviation)],
            settling
        );

        double Deviation(int index)
        {
            var ends = Enumerable.Range(1, Stretches).Select(stretch => stretch * looks.Count / Stretches - 1).ToArray();
            double[] sumsAt = [0, .. ends.Select(end => running[end][index] * looks[end])];
            int[] at = [0, .. ends.Select(end => looks[end])];
            double[] rates = [.. ends.Select((_, stretch) => (sumsAt[stretch + 1] - sumsAt[stretch]) / (at[stretch + 1] - at[stretch]))];
            return SummaryStatistics.Of(rates).Deviation / Math.Sqrt(Stretches);
        }
    }

    /// <summary>A part of the looks, so that a stored study stays small; the last is always among them.</summary>
    /// <param name="most">At most so many, at least 2.</param>
    public LyapunovExponents Thinned(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        var apart = (Steps.Count + most - 1) / most;
        int[] kept = [.. Enumerable.Range(0, Steps.Count).Where(look => (Steps.Count - 1 - look) % apart == 0)];
        return this with { Steps = [.. kept.Select(look => Steps[look])], Running = [.. kept.Select(look => Running[look])] };
    }

    // Moves state and frame on, and tells of every orthonormalisation; a last piece may be shorter.
    private static void Walk(
        LongWork work,
        TangentMap map,
        double[] state,
        TangentFrame frame,
        int first,
        int steps,
        int every,
        Action<int, double[]> watch
    )
    {
        for (var done = 0; done < steps;)
        {
            var piece = Math.Min(every, steps - done);
            for (var step = 0; step < piece; step++)
                map(first + done + step, state, frame.Vectors);
            done += piece;
            watch(done, frame.Orthonormalise());
            work.Report(piece);
        }
    }
}
