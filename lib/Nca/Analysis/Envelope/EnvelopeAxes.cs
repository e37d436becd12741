using Nca.Automaton;
using Nca.Creatures;

namespace Nca.Analysis.Envelope;

/// <summary>The axes along which a creature's envelope is measured.</summary>
public static class EnvelopeAxes
{
    // Single precision as bits of a uniform grid: the weights as they are.
    private const double AsTrained = 32;

    /// <summary>All axes that a creature has; one with the listing's order of perception cannot be turned.</summary>
    /// <param name="creature">The creature as trained.</param>
    public static IReadOnlyList<EnvelopeAxis> Of(TrainedAutomaton creature)
    {
        ArgumentNullException.ThrowIfNull(creature);
        return
        [
            FireRate(creature),
            StepSize,
            Canvas(creature),
            WeightBits,
            Noise,
            .. creature.Automaton.Perception == PerceptionOrder.Equation ? [Turn(false), Turn(true)] : Array.Empty<EnvelopeAxis>(),
            Gradients,
        ];
    }

    /// <summary>The fire rate.</summary>
    /// <param name="creature">The creature as trained.</param>
    public static EnvelopeAxis FireRate(TrainedAutomaton creature)
    {
        ArgumentNullException.ThrowIfNull(creature);
        var trained = creature.Automaton.FireRate;
        double[] values = [.. new[] { 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, trained }.Distinct().Order()];
        return new("fire-rate", "fire rate", trained, values, value => new() { FireRate = value }) { IsLogarithmic = true };
    }

    /// <summary>The size h of a step.</summary>
    public static EnvelopeAxis StepSize { get; } =
        new("step-size", "step size h", 1, [0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.4, 1.7, 2], value => new() { StepSize = value })
        {
            IsLogarithmic = true,
        };

    /// <summary>The canvas: from the picture with a cell around it to four times the trained one.</summary>
    /// <param name="creature">The creature as trained.</param>
    public static EnvelopeAxis Canvas(TrainedAutomaton creature)
    {
        ArgumentNullException.ThrowIfNull(creature);
        var (size, grid) = (creature.Target.Size, creature.Target.Grid);
        double[] values =
        [
            .. new[] { size + 2, size + 6, size + 12, grid, grid * 3 / 2, grid * 2, grid * 3, grid * 4 }
                .Where(value => value <= 1024)
                .Distinct()
                .Select(value => (double)value)
                .Order(),
        ];
        return new("canvas", "canvas (cells a side)", grid, values, value => new() { Grid = (int)value })
        {
            IsLogarithmic = true,
            IsWhole = true,
        };
    }

    /// <summary>Bits of the weights; 32 stands for single precision, in which they were trained.</summary>
    public static EnvelopeAxis WeightBits { get; } =
        new("weight-bits", "bits of a weight", AsTrained, [2, 3, 4, 5, 6, 7, 8, 10, 12, 16, AsTrained], value =>
            value == AsTrained ? Conditions.Trained : new() { WeightBits = (int)value }
        )
        {
            IsLogarithmic = true,
            IsWhole = true,
        };

    /// <summary>Noise in every step.</summary>
    public static EnvelopeAxis Noise { get; } =
        new("noise", "noise in every step (±)", 0, [0, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15], value =>
            new() { Noise = value }
        );

    /// <summary>The perception turned clockwise.</summary>
    /// <param name="withPicture">Whether the picture that it is compared with is turned, too.</param>
    public static EnvelopeAxis Turn(bool withPicture) =>
        new(
            withPicture ? "turn-with-picture" : "turn",
            withPicture ? "perception and picture turned (degrees)" : "perception turned (degrees)",
            0,
            [0, 5, 10, 15, 22.5, 30, 45, 60, 75, 90],
            value => new() { Turn = value, TurnsPicture = withPicture }
        );

    /// <summary>The factor on both gradients.</summary>
    public static EnvelopeAxis Gradients { get; } =
        new("gradients", "factor on the gradients", 1, [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.25, 1.5, 2], value =>
            new() { GradientScale = value }
        )
        {
            IsLogarithmic = true,
        };
}
