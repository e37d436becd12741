using Nca.Analysis.Growth;
using Nca.Metrics;
using static System.FormattableString;

namespace Nca.Analysis.Dynamics;

/// <summary>What long lives and small disturbances show, in words.</summary>
public static class DynamicsSentences
{
    // Below this, samples with different fire masks count as one and the same state.
    private const double SameState = 1e-5;

    /// <summary>Whether the automaton comes to rest, keeps moving around its picture, or leaves it.</summary>
    /// <param name="life">Distances over a long life.</param>
    public static string Describe(this AttractorDistances life)
    {
        ArgumentNullException.ThrowIfNull(life);
        var (tenth, last) = (life.Tenth(), life.Looks[^1]);
        var (change, ratio) = (MeanVisible(last.ToNext), MeanVisible(last.ToNext) / MeanVisible(tenth.ToNext));
        var worst = life.Looks.Where(look => look.Step >= life.Grown).Max(look => look.Errors.Max());
        return life.LongRun switch
        {
            LongRun.FixedPoint => Invariant(
                $"A fixed point: at step {last.Step:N0} single precision can no longer tell a state from the next (error "
            )
                + Invariant($"{last.Errors.Max():0.0e0}). ")
                + (
                    MeanVisible(last.ToTwin) < SameState
                        ? "All samples rest at the same state: the path there is forgotten."
                        : Invariant($"Each sample rests at a state of its own: they are {MeanVisible(last.ToTwin):0.0e0} apart.")
                ),
            LongRun.Settles => Invariant(
                $"It calms down but is not at rest: at step {last.Step:N0} the picture changes by {change:0.0e0} per step, "
            )
                + Invariant(
                    $"{ratio:0.00} times as much as at step {tenth.Step:N0}. From step {life.Grown} on no error exceeds {worst:0.0e0}."
                ),
            LongRun.KeepsMoving => Invariant(
                $"Not a fixed point but a noisy attractor: its steps do not fade (at step {last.Step:N0} they are "
            )
                + Invariant(
                    $"{ratio:0.0} times those at step {tenth.Step:N0}), and yet from step {life.Grown} on no error exceeds {worst:0.0e0}. "
                )
                + Invariant($"It is {MeanVisible(last.ToGrown) / MeanVisible(last.ToTwin):0.0} times as far from its own past as from ")
                + "another sample"
                + (
                    MeanVisible(last.ToGrown) < 2 * MeanVisible(last.ToTwin)
                        ? ": both are draws from the same cloud of states."
                        : ": the cloud of states itself drifts."
                ),
            _ => Invariant($"Neither: it leaves its picture. The largest error from step {life.Grown} on is {worst:0.0000}; ")
                + Invariant($"up to {Persistence.Bound} counts as the picture."),
        };
    }

    /// <summary>Whether states that start close together come closer under the same fire masks.</summary>
    /// <param name="disturbed">Distances after a small disturbance.</param>
    /// <param name="life">The same automaton's long life, for comparison.</param>
    public static string Describe(this Disturbance disturbed, AttractorDistances life)
    {
        ArgumentNullException.ThrowIfNull(disturbed);
        ArgumentNullException.ThrowIfNull(life);
        return disturbed.Closer.Value switch
        {
            1 => "The rule draws neighbouring states together: under the same fire masks every copy comes closer. "
                + (
                    life.LongRun == LongRun.FixedPoint
                        ? "A fixed point that does so is stable."
                        : Invariant($"Samples with other fire masks are {MeanVisible(life.Looks[^1].ToTwin):0.0e0} apart at step ")
                            + Invariant($"{life.Looks[^1].Step:N0}.")
                ),
            0 => "The rule does not draw neighbouring states together: under the same fire masks no copy comes closer.",
            _ => $"It depends on the sample: under the same fire masks {disturbed.Closer} copies come closer, the others drift apart.",
        };
    }

    /// <summary>The first look at or after a tenth of the life: what the end is compared with.</summary>
    /// <param name="life">Distances over a long life.</param>
    public static AttractorStep Tenth(this AttractorDistances life)
    {
        ArgumentNullException.ThrowIfNull(life);
        return life.Looks.First(look => look.Step >= life.Looks[^1].Step / 10);
    }

    /// <summary>The mean distance in red, green, blue and alpha.</summary>
    /// <param name="distances">One distance per sample, at least one.</param>
    public static double MeanVisible(IReadOnlyList<StateDistance> distances) => distances.Average(distance => distance.Visible);
}
