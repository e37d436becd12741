using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Envelope;

/// <summary>What a trained creature runs under. What is not set is as it was in training.</summary>
public sealed record Conditions
{
    /// <summary>Probability that a cell fires in one step, in (0, 1]; the trained one by default.</summary>
    public double? FireRate { get; init; }

    /// <summary>Size h of a step, above 0; see <see cref="FoldedWeights.WithStep"/>.</summary>
    public double StepSize { get; init; } = 1;

    /// <summary>Rows and columns of the canvas, 3 to 1024; the picture keeps its size. The trained one by default.</summary>
    public int? Grid { get; init; }

    /// <summary>Bits of the weights; see <see cref="RoundedWeights.ToBits"/>. As trained by default.</summary>
    public int? WeightBits { get; init; }

    /// <summary>Whether the weights are rounded to half precision.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Size of the noise that is added in every step, at least 0; see <see cref="StepNoise"/>.</summary>
    public double Noise { get; init; }

    /// <summary>Degrees by which the perception is turned clockwise; see <see cref="FoldedWeights.Turned"/>.</summary>
    public double Turn { get; init; }

    /// <summary>Whether the picture that the creature is compared with is turned by the same angle.</summary>
    public bool TurnsPicture { get; init; }

    /// <summary>Factor on both gradients; see <see cref="FoldedWeights.WithGradients"/>.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>All as in training.</summary>
    public static Conditions Trained { get; } = new();

    /// <summary>
    /// The creature under these conditions, noise apart: weights rounded first, then what belongs to the step and to the perception folded
    /// into them.
    /// </summary>
    /// <param name="creature">The creature as trained.</param>
    public TrainedAutomaton Of(TrainedAutomaton creature)
    {
        ArgumentNullException.ThrowIfNull(creature);
        var target = TurnsPicture ? TurnedPicture.Of(creature.Target, Turn) : creature.Target;
        return creature with
        {
            Automaton = creature.Automaton with { FireRate = FireRate ?? creature.Automaton.FireRate },
            Weights = Folded(Rounded(creature.Weights), creature.Automaton.Perception),
            Target = Grid is { } grid ? target.OnCanvas(grid) : target,
        };
    }

    /// <summary>
    /// Steps in which a cell is expected to have been updated as often, and by steps as large in sum, as a trained one of an age: the age
    /// times the trained fire rate over this one, divided by h.
    /// </summary>
    /// <param name="creature">The creature as trained.</param>
    /// <param name="age">Steps as in training, at least 0.</param>
    public int StepsFor(TrainedAutomaton creature, int age)
    {
        ArgumentNullException.ThrowIfNull(creature);
        var trained = creature.Automaton.FireRate;
        return checked((int)Math.Round(age * trained / (FireRate ?? trained) / StepSize));
    }

    private UpdateRuleWeights Rounded(UpdateRuleWeights weights)
    {
        var rounded = WeightBits is { } bits ? RoundedWeights.ToBits(weights, bits) : weights;
        return HalfPrecision ? RoundedWeights.ToHalf(rounded) : rounded;
    }

    private UpdateRuleWeights Folded(UpdateRuleWeights weights, PerceptionOrder perception)
    {
        if (Turn != 0 && perception != PerceptionOrder.Equation)
            throw new ArgumentException("In the listing's order no channel has both gradients: its perception cannot be turned.");
        var turned = Turn == 0 ? weights : FoldedWeights.Turned(weights, Turn);
        var scaled = GradientScale == 1 ? turned : FoldedWeights.WithGradients(turned, GradientScale);
        return StepSize == 1 ? scaled : FoldedWeights.WithStep(scaled, StepSize);
    }
}
