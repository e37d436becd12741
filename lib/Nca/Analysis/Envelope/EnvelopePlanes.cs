using Nca.Creatures;

namespace Nca.Analysis.Envelope;

/// <summary>The planes in which a creature's envelope is measured.</summary>
public static class EnvelopePlanes
{
    /// <summary>The fire rate along the columns, the size of a step along the rows.</summary>
    /// <param name="protocol">How it is measured.</param>
    public static EnvelopePlane FireRateAndStepSize(EnvelopeProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        var fire = EnvelopeAxes.FireRate(protocol.Creature);
        return protocol.Cross(
            Few(fire, [0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1]),
            Few(EnvelopeAxes.StepSize, [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]),
            (rate, size) => new() { FireRate = rate, StepSize = size }
        );
    }

    /// <summary>The noise along the columns, the bits of the weights along the rows.</summary>
    /// <param name="protocol">How it is measured.</param>
    public static EnvelopePlane NoiseAndWeightBits(EnvelopeProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        var (noise, bits) = (EnvelopeAxes.Noise, EnvelopeAxes.WeightBits);
        return protocol.Cross(Few(noise, [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06]), Few(bits, [4, 5, 6, 7, 8, 12, 32]), (size, weight) =>
            bits.At(weight) with
            {
                Noise = size,
            }
        );
    }

    private static EnvelopeAxis Few(EnvelopeAxis axis, double[] values) =>
        axis with
        {
            Values = [.. values.Append(axis.Trained).Distinct().Order()],
        };
}
